// Ledgy is an equity platform that takes stakeholders from BambooHR, Personio,
// HiBob, Humaans or Lucca. This recipe keeps what it documents about that: the
// README lists each promise with the setting that keeps it.
//
//	go run ./examples/ledgy
package main

import (
	"embed"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/examples/internal/connect"
	"github.com/rosterkit/rosterkit/examples/internal/recipe"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/personio"
)

//go:embed settings/*.json users.json
var documents embed.FS

func main() {
	var connections []func() (recipe.Connection, error)
	for _, s := range systems() {
		for _, name := range append([]string{s.name}, s.ways...) {
			connections = append(connections, func() (recipe.Connection, error) { return s.connection(name) })
		}
	}
	if err := recipe.Print(os.Stdout, connections...); err != nil {
		log.Fatal(err)
	}
}

// A system is one of the HR systems, at the same company.
type system struct {
	name string
	ways []string // other settings of it
	hr   func(...employeeRecord) http.Handler
	open func(to recipe.Address, fields []employee.Field) (connect.Client, error)
}

func systems() []system {
	return []system{
		{"bamboohr", []string{"bamboohr_active", "bamboohr_alumni"}, onBambooHR, func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
			return bamboohr.New(bamboohr.Config{Company: "companyname", APIKey: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
		}},
		{"personio", nil, onPersonio, func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
			return personio.New(personio.Config{Tenant: "companyname", ClientID: client, ClientSecret: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
		}},
		{"hibob", nil, onHiBob, func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
			return hibob.New(hibob.Config{Tenant: "companyname", ServiceUserID: client, Token: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
		}},
		{"humaans", nil, onHumaans, func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
			// NoHiddenFields: the admin has said so; fields that no employee of this company has are blank.
			return humaans.New(humaans.Config{AccessToken: secret, Fields: fields, NoHiddenFields: true, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
		}},
		{"lucca", nil, onLucca, func(to recipe.Address, fields []employee.Field) (connect.Client, error) {
			return lucca.New(lucca.Config{Instance: "companyname.ilucca.ch", APIKey: secret, Fields: fields, BaseURL: to.BaseURL, HTTPClient: to.HTTPClient})
		}},
	}
}

// connection is one with the settings of that name.
func (s system) connection(settings string) (recipe.Connection, error) {
	stored, err := documents.ReadFile("settings/" + settings + ".json")
	if err != nil {
		return recipe.Connection{}, err
	}
	users, err := documents.ReadFile("users.json")
	if err != nil {
		return recipe.Connection{}, err
	}
	c, err := recipe.New(stored, users)
	c.HR, c.Open = s.hr(company()...), s.open
	c.At = time.Date(2026, time.March, 2, 8, 0, 0, 0, time.UTC)
	return c, err
}

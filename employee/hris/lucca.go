package hris

import (
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/lucca"
)

func luccaHR() system {
	instance := Input{Key: "instance", Label: "Address", Role: RoleAdmin, Required: true, address: true,
		Help: "The address of your Lucca account, such as acme.ilucca.net or acme.ilucca.ch, as the browser shows it."}
	const where = "the cogwheel > Authentication, SSO and API > API keys"
	return system{
		System: System{Name: "lucca", Label: "Lucca", Forms: []Form{
			{Name: "api_key", Label: "API key", Inputs: []Input{
				instance,
				{Key: "api_key", Label: "API key", Role: RoleAdmin, Secret: true, Required: true, Help: "Made in Lucca under " + where + "."},
				tenantInput(false),
			}, Steps: []string{
				"Open " + where + ", and click Generate API key. Give it the name of this connection and, if asked, a technical contact.",
				"Open the role that Lucca made for the key: it has the key's name and is the last of the list of roles.",
				"Tick the permission for users: it reads Consult / create / modify users or Manage users, and there may be no box for reading alone. " +
					"Then the key can write, too, and is to be guarded as such. Tick the right to consult work contracts.",
				"On the tab Co-workers tick: see future employees, see former employees, view jobs, view managers.",
				"Open each section of the HR file that holds a custom field which you use to the role, and nothing else.",
				handOver + "The key works until it is deleted.",
			}},
			{Name: "oauth", Label: "OAuth client", Inputs: []Input{
				instance,
				{Key: "client_id", Label: "Client ID", Role: RoleAdmin, Required: true, Help: "Made in Lucca at /identity/admin/integration-keys of your account."},
				{Key: "client_secret", Label: "Client secret", Role: RoleAdmin, Secret: true, Required: true, Help: "Shown once, with the client ID."},
				tenantInput(false),
			}, Steps: []string{
				"Open /identity/admin/integration-keys of your account in the browser and declare an application with the name of this connection.",
				"Choose all business establishments: employees of the others are missing, and Lucca does not say so.",
				"Tick the scopes employees.readonly, employments.readonly and job-positions.readonly; and as you use them departments.readonly, " +
					"business-establishments.readonly (location, time zone), legal-entities.readonly, employee-personal-records.readonly (private " +
					"e-mail and phone) and employee-attributes.readonly (custom fields). No scope with readwrite.",
				"Copy the client ID and the client secret, which is shown once.",
				handOver + "The client works until it is deleted on that page.",
			}},
		}},
		renew: "In Lucca, make a new API key under " + where + ", with the rights of the steps; or, for an OAuth client, a new secret at " +
			"/identity/admin/integration-keys. Enter it here.",
		extend: "In Lucca, let the role of the API key consult users and their work contracts, and on its tab Co-workers see future and former " +
			"employees, jobs and managers; or give the OAuth client the scopes employees, employments and job-positions, each .readonly.",
		relocate: "Check the address of the account: it ends in .ilucca.net or .ilucca.ch, as the browser shows it while you work in Lucca. " +
			"If the account was renamed, enter the new address.",
		open: func(given values, c *Connector, fields []employee.Field) (Client, []string, error) {
			cfg := lucca.Config{Instance: given["instance"], APIKey: given["api_key"], ClientID: given["client_id"], ClientSecret: given["client_secret"],
				Tenant: given["tenant"], Fields: fields, HTTPClient: c.http, Logger: c.log}
			client, err := lucca.New(cfg)
			if err != nil {
				return nil, nil, err
			}
			cfg.Tenant = "" // Lucca's limit is that of the address, for both kinds of credentials together
			address, err := lucca.New(cfg)
			if err != nil {
				return nil, nil, err
			}
			host, _, _ := strings.Cut(strings.TrimPrefix(address.Source(), "lucca/"), "/")
			return client, []string{"lucca/" + host}, nil
		},
	}
}

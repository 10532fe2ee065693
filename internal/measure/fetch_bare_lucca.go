package main

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
)

func bareLuccaLegacy(ctx context.Context, s session, meet func(first, last string)) error {
	type reference struct {
		ID   int64  `json:"id"`
		Name string `json:"name"`
	}
	type row struct {
		ID                 int64      `json:"id"`
		ModifiedAt         string     `json:"modifiedAt"`
		EmployeeNumber     string     `json:"employeeNumber"`
		FirstName          string     `json:"firstName"`
		LastName           string     `json:"lastName"`
		DisplayName        string     `json:"displayName"`
		Mail               string     `json:"mail"`
		DirectLine         string     `json:"directLine"`
		ProfessionalMobile string     `json:"professionalMobile"`
		JobTitle           string     `json:"jobTitle"`
		Department         *reference `json:"department"`
		LegalEntity        *reference `json:"legalEntity"`
		Manager            *reference `json:"manager"`
		DtContractStart    string     `json:"dtContractStart"`
		DtContractEnd      string     `json:"dtContractEnd"`
	}
	const auth = "lucca application=" + secret
	starts := make(map[int64]string) // the earliest, by owner
	if err := bareContracts(ctx, s, auth, starts); err != nil {
		return err
	}
	query := url.Values{"formerEmployees": {"true"}, "orderBy": {"id,asc"},
		"fields": {"id,modifiedAt,employeeNumber,firstName,lastName,displayName,mail,directLine,professionalMobile,jobTitle,department[id,name]," +
			"legalEntity[id,name],manager[id,name],dtContractStart,dtContractEnd,collection.count"}}
	for place := 0; ; {
		query.Set("paging", fmt.Sprintf("%d,1000", place))
		var page struct {
			Data struct {
				Count int   `json:"count"`
				Items []row `json:"items"`
			} `json:"data"`
		}
		if err := s.get(ctx, "/api/v3/users", query, auth, &page); err != nil {
			return err
		}
		for i := range page.Data.Items {
			meet(page.Data.Items[i].FirstName, page.Data.Items[i].LastName)
		}
		if place += len(page.Data.Items); place >= page.Data.Count || len(page.Data.Items) == 0 {
			return nil
		}
	}
}

func bareContracts(ctx context.Context, s session, auth string, starts map[int64]string) error {
	query := url.Values{"fields.root": {"count"}, "limit": {"1000"}}
	for number, read := 1, 0; ; number++ {
		query.Set("page", strconv.Itoa(number))
		var page struct {
			Count int `json:"count"`
			Items []struct {
				ID       int64  `json:"id"`
				OwnerID  int64  `json:"ownerId"`
				StartsOn string `json:"startsOn"`
			} `json:"items"`
		}
		if err := s.get(ctx, "/directory/api/4.0/work-contracts", query, auth, &page); err != nil {
			return err
		}
		for _, c := range page.Items {
			if first, has := starts[c.OwnerID]; !has || c.StartsOn < first {
				starts[c.OwnerID] = c.StartsOn
			}
		}
		if read += len(page.Items); read >= page.Count || len(page.Items) == 0 {
			return nil
		}
	}
}

type luccaReference struct {
	ID string `json:"id"`
}

type luccaDay struct {
	Date string `json:"date"`
}

type luccaEmployee struct {
	ID             string         `json:"id"`
	GivenName      string         `json:"givenName"`
	FamilyName     string         `json:"familyName"`
	EmployeeNumber string         `json:"employeeNumber"`
	Status         string         `json:"status"`
	Email          string         `json:"email"`
	PhoneNumber    string         `json:"phoneNumber"`
	LastUpdatedAt  string         `json:"lastUpdatedAt"`
	Employment     luccaReference `json:"applicableEmployment"`
	JobPosition    luccaReference `json:"applicableJobPosition"`
}

type luccaEmployment struct {
	ID            string         `json:"id"`
	Employee      luccaReference `json:"employee"`
	LegalEntity   luccaReference `json:"legalEntity"`
	Start         *luccaDay      `json:"start"`
	End           *luccaDay      `json:"end"`
	LastUpdatedAt string         `json:"lastUpdatedAt"`
}

type luccaPosition struct {
	JobTitle              string          `json:"jobTitle"`
	Manager               *luccaReference `json:"manager"`
	Department            *luccaReference `json:"department"`
	BusinessEstablishment *luccaReference `json:"businessEstablishment"`
	LastUpdatedAt         string          `json:"lastUpdatedAt"`
}

type luccaNamed struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	LegalName  string `json:"legalName"`
	TimezoneID string `json:"timezoneId"`
}

type luccaInside struct {
	Employment  map[string]luccaEmployment `json:"employment"`
	JobPosition map[string]luccaPosition   `json:"job-position"`
}

func bareLuccaCurrent(ctx context.Context, s session, meet func(first, last string)) error {
	var token struct {
		AccessToken string `json:"access_token"`
	}
	form := url.Values{"client_id": {user}, "client_secret": {secret}, "grant_type": {"client_credentials"}}.Encode()
	err := s.token(ctx, "/connect/token", "application/x-www-form-urlencoded", form, &token)
	if err != nil {
		return err
	}
	auth := "Bearer " + token.AccessToken
	s.apiVersion = "2024-11-01"
	names := make(map[string]luccaNamed)
	for _, list := range []string{"departments", "business-establishments", "legal-entities"} {
		err := luccaList(ctx, s, auth, list, nil, func(items []luccaNamed, _ struct{}) {
			for _, n := range items {
				names[list+n.ID] = n
			}
		})
		if err != nil {
			return err
		}
	}
	starts := make(map[string]string) // the earliest, by employee
	err = luccaList(ctx, s, auth, "employments", nil, func(items []luccaEmployment, _ struct{}) {
		for _, m := range items {
			if first, has := starts[m.Employee.ID]; m.Start != nil && (!has || m.Start.Date < first) {
				starts[m.Employee.ID] = m.Start.Date
			}
		}
	})
	if err != nil {
		return err
	}
	query := url.Values{"include": {"embedded,links,totalCount"}, "sort": {"id"}, "status": {"active,upcoming,deactivated"}}
	return luccaList(ctx, s, auth, "employees", query, func(items []luccaEmployee, _ luccaInside) {
		for i := range items {
			meet(items[i].GivenName, items[i].FamilyName)
		}
	})
}

func luccaList[T, E any](ctx context.Context, s session, auth, list string, query url.Values, take func([]T, E)) error {
	if query == nil {
		query = url.Values{"include": {"links,totalCount"}}
	}
	query.Set("limit", "100")
	for {
		var page struct {
			Items []T `json:"items"`
			Links struct {
				Next *struct {
					Href string `json:"href"`
				} `json:"next"`
			} `json:"links"`
			Embedded E `json:"embedded"`
		}
		if err := s.get(ctx, "/lucca-api/"+list, query, auth, &page); err != nil {
			return err
		}
		take(page.Items, page.Embedded)
		if page.Links.Next == nil {
			return nil
		}
		next, err := url.Parse(page.Links.Next.Href)
		if err != nil {
			return err
		}
		query.Set("page", next.Query().Get("page"))
	}
}

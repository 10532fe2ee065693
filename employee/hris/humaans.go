package hris

import (
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/humaans"
)

func humaansHR() system {
	const where = "the three-dot menu > API access tokens"
	return system{
		System: System{Name: "humaans", Label: "Humaans", Forms: []Form{
			{Name: "access_token", Label: "API access token", Inputs: []Input{
				{Key: "access_token", Label: "Access token", Role: RoleAdmin, Secret: true, Required: true, Help: "Made in Humaans under " + where + "."},
				{Key: "company_id", Label: "Company ID", Role: RoleDeveloper, Help: "Humaans' id of the company that the token must belong to. " +
					"It is needed only if the token sees several companies, and guards against the token of another company."},
				tenantInput(true),
			}, Steps: []string{
				"Choose who makes the token: it acts as its owner, sees what the owner's role sees, and stops when the owner leaves. The role must see " +
					"all employees with their fields, the new hires and the offboarded included, and may create and use API tokens.",
				"As that user open " + where + " and make a token with the name of this connection.",
				"Tick two scopes and no other: public:read, and private:read, which the app calls View public and private data. Without the second, " +
					"leavers and new hires are not listed.",
				handOver + "The token works until it is deleted or its owner leaves.",
			}},
		}},
		renew: "In Humaans, open " + where + " as an owner whose role sees all employees, make a token with public:read and private:read, and enter it.",
		extend: "In Humaans, make a token with the scopes public:read and private:read under " + where + ", as an owner whose role sees all employees, " +
			"and enter it.",
		open: func(given values, c *Connector, fields []employee.Field) (Client, []string, error) {
			client, err := humaans.New(humaans.Config{AccessToken: given["access_token"], Company: given["company_id"], Tenant: given["tenant"],
				Fields: fields, HTTPClient: c.http, Logger: c.log})
			if err != nil {
				return nil, nil, err
			}
			return client, nil, nil // no limit is published
		},
	}
}

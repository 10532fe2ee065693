package hris

import (
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/personio"
)

func personioHR() system {
	const where = "Settings > Integrations > API credentials"
	return system{
		System: System{Name: "personio", Label: "Personio", Forms: []Form{
			{Name: "client", Label: "API credentials", Inputs: []Input{
				{Key: "client_id", Label: "Client ID", Role: RoleAdmin, Required: true, Help: "Made in Personio under " + where + "."},
				{Key: "client_secret", Label: "Client secret", Role: RoleAdmin, Secret: true, Required: true,
					Help: "Shown with the client ID when the credentials are made."},
				{Key: "api", Label: "API version", Role: RoleDeveloper, Options: []string{string(personio.APIV1), string(personio.APIV2)},
					Help: "v1, the default, is one list of employees. v2 takes a request for each employee: choose it where v1 is not available."},
				tenantInput(true),
			}, Steps: []string{
				"Open " + where + " and click Generate new credential. The plan of your account must have API access.",
				"Give it the name of this connection; as the integration choose Other.",
				"Tick Read for Employees personal data (for API v2: for persons, employments and org units), and no box for writing.",
				"Choose the attributes that may be read, which are a white-list: First name, Last name, Name (preferred), Status, Hire date, " +
					"Termination date and Supervisor; and as you use them Email, Position, Department, Team, Office, Subcompany, Cost center, " +
					"Employment type, Last day of work, Contract ends and custom attributes. All others stay unticked. " +
					"Credentials of older screens may lack newer attributes: make new ones then.",
				"Copy the client ID and the client secret.",
				handOver + "The credentials work until they are deleted on that page.",
			}},
		}},
		renew: "In Personio, open " + where + ", generate new credentials with the rights and attributes of the steps, and enter the client ID " +
			"and the client secret. With API v2, Personio also answers like this when Read for persons is not ticked.",
		extend: "In Personio, open " + where + ", tick Read for Employees personal data (API v2: persons, employments and org units), " +
			"and add the attributes that are needed to the readable ones.",
		open: func(given values, c *Connector, fields []employee.Field) (Client, []string, error) {
			client, err := personio.New(personio.Config{Tenant: given["tenant"], ClientID: given["client_id"], ClientSecret: given["client_secret"],
				API: personio.API(given["api"]), PartnerID: c.partnerID, AppID: c.appID, Fields: fields, HTTPClient: c.http, Logger: c.log})
			if err != nil {
				return nil, nil, err
			}
			return client, []string{client.Source(), hashed("personio", given["client_id"])}, nil
		},
	}
}

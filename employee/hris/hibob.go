package hris

import (
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
)

func hiBob() system {
	const label = "HiBob"
	const where = "Settings > Integrations > Automation > Service users"
	return system{
		System: System{Name: "hibob", Label: label, Forms: []Form{
			{Name: "service_user", Label: "Service user", Inputs: []Input{
				{Key: "service_user_id", Label: "Service user ID", Role: RoleAdmin, Required: true, Help: "Shown when the service user is made, in Bob under " + where + "."},
				{Key: "token", Label: "Token", Role: RoleAdmin, Secret: true, Required: true,
					Help: "Shown once, with the ID of the service user. A personal API token does not work: HiBob has switched those off."},
				tenantInput(true),
			}, Steps: []string{
				"Open " + where + ", make a service user with the name of this connection, and copy its ID and token, which are shown once.",
				"Make a permission group with the service user alone in it: by itself a service user sees nothing.",
				"Under People's data, give the group View for all others in the categories Basic info, Work and Lifecycle; and as you use them " +
					"Employment, Address, Personal, Personal contact details and those of custom fields. No Edit, and no section histories. " +
					"Where rights are given field by field, tick the fields of these categories.",
				"Under Access data for, choose all employees. If there is a condition on the lifecycle status, it must name Hired, Terminated and " +
					"every kind of leave beside Employed: HiBob does not say which employees it leaves out.",
				handOver + "The token works until the service user is deleted.",
			}},
			{Name: "oauth", Label: "Log in with HiBob", Inputs: []Input{grantInput(label), tenantInput(true)}, Steps: []string{
				"Open the app in HiBob's marketplace as an admin, click to connect it, and log in.",
				"Allow the access: to read all employees, with the categories Basic info, Work, Lifecycle and those that you use.",
			}},
		}},
		renew: "In Bob, open " + where + ", make a new service user in the same permission group, and enter its ID and token; or connect anew, if you " +
			"logged in with HiBob. ID and token go into two boxes, as they are shown.",
		extend: "In Bob, open the permission group of the service user: give it View for People's data in the categories Basic info, Work and " +
			"Lifecycle, and Access data for all employees. If the account allows only some addresses, allow those of this product.",
		open: func(given values, c *Connector, fields []employee.Field) (Client, []string, error) {
			cfg := hibob.Config{Tenant: given["tenant"], ServiceUserID: given["service_user_id"], Token: given["token"],
				Fields: fields, HTTPClient: c.http, Logger: c.log}
			user := cfg.ServiceUserID
			if given["grant"] != "" {
				cfg.AccessToken, user = c.accessToken("hibob", given["grant"]), given["grant"]
			}
			client, err := hibob.New(cfg)
			if err != nil {
				return nil, nil, err
			}
			return client, []string{client.Source(), hashed("hibob", user)}, nil
		},
	}
}

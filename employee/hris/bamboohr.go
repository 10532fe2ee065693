package hris

import (
	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/employee"
)

func bambooHR() system {
	const label = "BambooHR"
	company := Input{Key: "company", Label: "Company domain", Role: RoleAdmin, Required: true, address: true,
		Help: "What stands before .bamboohr.com in the address bar of the browser while you work in BambooHR; the whole address will do."}
	oneLevel := Input{Key: "one_access_level", Label: "One access level only", Role: RoleAdmin, Options: []string{"yes", "no"},
		Help: "Has the login of the key one access level and no other? Only then do blank custom fields count as blank without more proof. " +
			"Answer yes only if you looked: with a second level, hidden fields would count as blank."}
	const fields = "Employee #, First Name, Last Name, Preferred Name, Job Title, Status, Hire Date, Original Hire Date, " +
		"Termination Date, Employment Status and Reports To; and as you use them Work Email, Home Email, Department, Division, " +
		"Location, phones, Birth Date, address and custom fields"
	return system{
		System: System{Name: "bamboohr", Label: label, Forms: []Form{
			{Name: "api_key", Label: "API key", Inputs: []Input{
				company,
				{Key: "api_key", Label: "API key", Role: RoleAdmin, Secret: true, Required: true,
					Help: "Made in BambooHR by the user of the connection: the menu at the user's name, API Keys."},
				oneLevel, tenantInput(false),
			}, Steps: []string{
				"Open Settings > Access Levels, click +, choose Custom Access Level, give it the name of this connection, and click Next.",
				"Let the level view, and not edit, these fields and nothing else: " + fields + ".",
				"Let the level cover all employees, the inactive ones included. A level for a team lists fewer employees, and BambooHR does not say so.",
				"Click the gear of the level and choose Add a Non-Employee User. Give it a name and an e-mail address of its own, which gets " +
					"the mail to set a password. Give the user this level and no other.",
				"Log in as that user. Open API Keys in the menu at the user's name, click Add New Key, give it a name, click Generate, then Copy. " +
					"The key is shown once. On older screens, a key in API Keys can be shown again with Show.",
				handOver + "The key works until it is deleted or its user is removed.",
			}},
			{Name: "oauth", Label: "Log in with BambooHR", Inputs: []Input{company, grantInput(label), oneLevel, tenantInput(false)}, Steps: []string{
				"Enter the company domain, continue to BambooHR, and log in as an admin who sees all employees, the inactive ones included.",
				"Allow the access. It is to employees, their fields and reports, for reading alone.",
			}},
		}},
		renew: "Log in to BambooHR as the user of the connection, make a new key in API Keys, and enter it; or connect anew, if you logged in " +
			"with BambooHR. If the user was removed, make one first, as the steps of the form say.",
		extend: "In BambooHR, open Settings > Access Levels and let the level of the connection's user view the fields for all employees. " +
			"If the user has the level, its key can make reports.",
		relocate: "Check the company domain: it is what stands before .bamboohr.com in the address bar while you work in BambooHR. If the " +
			"company was renamed, enter the new one.",
		open: func(given values, c *Connector, fields []employee.Field) (Client, []string, error) {
			cfg := bamboohr.Config{Company: given["company"], APIKey: given["api_key"], Tenant: given["tenant"],
				OneAccessLevel: given["one_access_level"] == "yes", Fields: fields, HTTPClient: c.http, Logger: c.log}
			if given["grant"] != "" {
				cfg.Token = c.accessToken("bamboohr", given["grant"])
			}
			client, err := bamboohr.New(cfg)
			if err != nil {
				return nil, nil, err
			}
			return client, nil, nil // no limit is published
		},
	}
}

package hiding

import (
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/rosterkit/rosterkit/bamboohr"
	"github.com/rosterkit/rosterkit/bamboohr/bamboohrtest"
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/hibob"
	"github.com/rosterkit/rosterkit/hibob/hibobtest"
	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
	"github.com/rosterkit/rosterkit/internal/fakehr"
	"github.com/rosterkit/rosterkit/lucca"
	"github.com/rosterkit/rosterkit/lucca/luccatest"
	"github.com/rosterkit/rosterkit/personio"
	"github.com/rosterkit/rosterkit/personio/personiotest"
)

func systems() []system {
	return []system{bambooHR(), personioV1(), personioV2(), hiBob(), humaansSystem(), luccaByKey(), luccaByOAuth()}
}

// countOf returns how many requests a fake has had.
func countOf[R any](fake interface{ Requests() []R }) func() int {
	return func() int { return len(fake.Requests()) }
}

// made fails a test whose client cannot be made.
func made[C client](t testing.TB, c C, err error) client {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// smallPages lowers the size of BambooHR's pages.
type smallPages struct{ http.Handler }

func (f smallPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if n, err := strconv.Atoi(q.Get("page[limit]")); err == nil && n > pageSize {
		q.Set("page[limit]", strconv.Itoa(pageSize))
		r.URL.RawQuery = q.Encode()
	}
	f.Handler.ServeHTTP(w, r)
}

func bambooHR() system {
	employees := bamboohrtest.People(size)
	for i := range employees {
		v := employees[i].Values
		fill(v, i, "middleName", "preferredName", "homeEmail", "mobilePhone", "employmentType",
			"addressLine1", "addressLine2", "zipcode", "city", "state", "country")
		days(v, i, "contractEndDate")
		if i%3 != 0 {
			v["teams"], v["customBudget"] = []string{"Red"}, strconv.Itoa(1000*i)+".00 EUR"
		}
		if i%2 == 0 {
			v["customBox"] = "yes"
		}
	}
	custom := fields{"custom.customBudget", "custom.customBox"}
	return system{
		name: "bamboohr", forms: []form{
			{name: "named"},
			{name: "under a name that was not asked for", beside: append(employee.Fields(), custom...)},
			{name: "no dataset that tells", beside: custom}, {name: "a dataset that names"},
		},
		keys: map[string]fields{
			"employeeNumber": {"number"}, "firstName": {"first_name", "display_name"},
			"lastName":   {"last_name", "display_name"},
			"middleName": {"middle_name"}, "preferredName": {"preferred_name"}, "workEmail": {"work_email"},
			"homeEmail": {"personal_email"}, "workPhone": {"work_phone"}, "mobilePhone": {"mobile_phone"},
			"birthDate": {"birth_date"}, "jobTitleName": {"job_title"}, "departmentName": {"department"},
			"divisionName": {"division"}, "locationName": {"location"}, "teams": {"teams"},
			"addressLine1": {"address.line1"}, "addressLine2": {"address.line2"}, "zipcode": {"address.postal_code"},
			"city": {"address.city"}, "state": {"address.region"}, "country": {"address.country"},
			"reportsToId": {"manager.id", "manager.name"}, "status": {"status", "status_text"},
			"employmentStatusName": {"employment_status"}, "employmentType": {"employment_type"},
			"hireDate":         {"hire_date"},
			"originalHireDate": {"original_hire_date"}, "terminationDate": {"termination_date"},
			"contractEndDate": {"contract_end_date"}, "customBudget": {"custom.customBudget"},
			"customBox":                 {"custom.customBox"},
			"/datasets/employee/fields": nil,
		},
		beside: map[string]fields{
			"/datasets/employee/fields": custom,
		},
		open: func(t testing.TB, fields fields) *tenant {
			fake := bamboohrtest.New("key", employees...)
			config := bamboohrtest.Config{Fields: []bamboohrtest.Field{
				{ID: "4567", Alias: "customBudget", Type: "currency"},
				{ID: "4568", Alias: "customBox", Type: "checkbox"}}}
			fake.Configure(config)
			c, err := bamboohr.New(bamboohr.Config{Company: "acme", APIKey: "key", Fields: fields,
				HTTPClient: fakehr.Client(smallPages{fake})})
			return &tenant{client: made(t, c, err), next: fake.Next, requests: countOf(fake),
				hide: func(h hiding) {
					changed := config
					keys, refuse, _ := h.of()
					changed.Refuse = refuse
					switch h.form {
					case 1: // a name that was not asked for
						changed.RestrictedAs = func(name string) string { return "employee_" + name }
					case 2: // no dataset that tells
						changed.Dataset = bamboohrtest.DatasetSilent
					case 3:
						changed.Dataset = bamboohrtest.DatasetNamingInside
					}
					if h.who == everyone {
						changed.Hidden = keys
					} else {
						fake.SetPeople(mark(employees, h, func(p *bamboohrtest.Person) { p.Restricted = keys })...)
					}
					fake.Configure(changed)
				},
			}
		},
	}
}

func personioPeople() []personiotest.Person {
	employees := personiotest.People(size)
	for i := range employees {
		v := employees[i].Values
		fill(v, i, "preferred_name", "dynamic_2")
		days(v, i, "contract_end_date")
		if i%4 == 1 {
			v["team"], v["department"], v["position"] = nil, nil, nil
		}
	}
	return employees
}

func openPersonio(t testing.TB, api personio.API, fields fields) *tenant {
	employees := personioPeople()
	fake := personiotest.New("client", "secret", employees...)
	config := personiotest.Config{PageSize: pageSize, Fields: []personiotest.Field{
		{ID: "dynamic_1", Name: "Birthday", UniversalID: "date_of_birth", Type: "date"},
		{ID: "dynamic_2", Name: "Tree"}}}
	fake.Configure(config)
	cut := &cutter{Handler: fake}
	var ids []string
	for _, p := range employees {
		ids = append(ids, p.ID)
	}
	c, err := personio.New(personio.Config{Tenant: "acme", ClientID: "client", ClientSecret: "secret", API: api,
		Fields: fields, HTTPClient: fakehr.Client(cut)})
	return &tenant{client: made(t, c, err), next: fake.Next, requests: countOf(fake),
		hide: func(h hiding) {
			changed := config
			keys, refuse, _ := h.of()
			changed.Refuse = refuse
			switch h.form {
			case 1:
				changed.RefuseHidden, changed.EmptyUnits = http.StatusForbidden, true
			case 2:
				changed.RefuseHidden = http.StatusBadRequest
			}
			if h.who == everyone {
				changed.Hidden = keys
			} else {
				fake.SetPeople(mark(employees, h, func(p *personiotest.Person) { p.Hidden = keys })...)
			}
			fake.Configure(changed)
			cut.hide(h, ids)
		},
	}
}

func personioV1() system {
	return system{
		name: "personio v1", forms: []form{{name: "left out"}, {name: "refused with 403"}, {name: "refused with 400"}},
		keys: map[string]fields{
			"first_name": {"first_name"}, "last_name": {"last_name"}, "preferred_name": {"preferred_name"},
			"email": {"work_email"}, "position": {"job_title"}, "department": {"department"}, "office": {"location"},
			"subcompany": {"legal_entity"}, "cost_centers": {"cost_center"}, "team": {"teams"},
			"supervisor": {"manager.id"},
			"status":     {"status", "status_text"}, "employment_type": {"employment_type"}, "hire_date": {"hire_date"},
			"termination_date": {"termination_date"}, "last_working_day": {"last_working_day"},
			"contract_end_date": {"contract_end_date"}, "dynamic_1": {"birth_date"}, "dynamic_2": {"custom.dynamic_2"},
			"/v1/company/employees/attributes": nil,
		},
		beside: map[string]fields{
			"/v1/company/employees/attributes": {"birth_date"},
		},
		open: func(t testing.TB, fields fields) *tenant { return openPersonio(t, personio.APIV1, fields) },
	}
}

func personioV2() system {
	return system{
		name: "personio v2", forms: []form{{name: "left out"}, {name: "an empty array"}},
		keys: map[string]fields{
			"first_name": {"first_name"}, "last_name": {"last_name"}, "preferred_name": {"preferred_name"},
			"email": {"work_email"}, "position": {"job_title"}, "department": {"department"}, "team": {"teams"},
			"supervisor": {"manager.id"}, "status": nil, "employment_type": {"employment_type"},
			"hire_date":        {"hire_date"},
			"termination_date": {"termination_date", "last_working_day"}, "employment_end_date": {"termination_date"},
			"termination": {"last_working_day"}, "last_working_day": nil, "contract_end_date": {"contract_end_date"},
			"dynamic_1": {"birth_date"}, "dynamic_2": {"custom.dynamic_2"},
		},
		more: fields{"status", "status_text", "original_hire_date"},
		beside: map[string]fields{
			"team": {"department"}, "department": {"teams"}, "status": {"status", "status_text"},
			"hire_date": {"original_hire_date"}, "termination": {"termination_date"},
			"last_working_day": {"last_working_day"},
		},
		open: func(t testing.TB, fields fields) *tenant { return openPersonio(t, personio.APIV2, fields) },
	}
}

const hibobField = "work.custom.field_1711886937296"

func hiBob() system {
	employees := hibobtest.People(size)
	for i := range employees {
		v := employees[i].Values
		fill(v, i, "root.secondName", "home.mobilePhone", "work.workMobile", "address.line1", "address.line2",
			"address.postCode", "address.zipCode", "address.city", "address.usaState", "address.country", hibobField)
		if i%4 == 1 {
			v["work.department"], v["work.title"], v["work.site"] = nil, nil, nil
		}
	}
	return system{
		name: "hibob", forms: []form{{name: "left out"}, {name: "without labels", beside: fields{
			"job_title", "department", "location", "address.region", "address.country", "employment_status",
			"employment_type", "employment_extent",
		}}},
		keys: map[string]fields{
			"work.employeeIdInCompany": {"number"}, "root.firstName": {"first_name"},
			"root.secondName": {"middle_name"},
			"root.surname":    {"last_name"}, "root.displayName": {"display_name"}, "root.email": {"work_email"},
			"home.privateEmail": {"personal_email"}, "work.workPhone": {"work_phone"},
			"home.mobilePhone": {"mobile_phone"},
			"work.workMobile":  nil, "personal.birthDate": {"birth_date"}, "work.title": {"job_title"},
			"work.department": {"department"}, "work.site": {"location"}, "address.line1": {"address.line1"},
			"address.line2": {"address.line2"}, "address.postCode": nil, "address.zipCode": nil,
			"address.city":     {"address.city"},
			"address.usaState": {"address.region"}, "address.country": {"address.country"}, "work.manager": nil,
			"work.reportsToIdInCompany": {"manager.number"}, "work.reportsTo": {"manager.name"},
			"internal.lifecycleStatus": {"status", "status_text", "employment_status"},
			"payroll.employment.type":  {"employment_type"}, "payroll.employment.contract": {"employment_extent"},
			"work.startDate": {"hire_date"}, "work.originalStartDate": {"original_hire_date"},
			"internal.terminationDate": {"termination_date"}, "employee.lastDayOfWork": {"last_working_day"},
			hibobField: {"custom." + hibobField}, "/company/people/fields": nil,
		},
		more: fields{"address.postal_code", "manager.id", "manager.email"},
		beside: map[string]fields{
			"work.manager": {"manager.id"}, "work.workMobile": {"mobile_phone"},
			"address.postCode": {"address.postal_code"}, "address.zipCode": {"address.postal_code"},
		},
		open: func(t testing.TB, fields fields) *tenant {
			fake := hibobtest.New("SERVICE-1", "token", employees...)
			config := hibobtest.Config{Fields: []hibobtest.Field{{ID: hibobField, Type: "text"}}}
			fake.Configure(config)
			c, err := hibob.New(hibob.Config{Tenant: "acme", ServiceUserID: "SERVICE-1", Token: "token", Fields: fields,
				HTTPClient: fake.Client()})
			return &tenant{client: made(t, c, err), next: fake.Next, requests: countOf(fake),
				hide: func(h hiding) {
					changed := config
					keys, refuse, _ := h.of()
					changed.Refuse, changed.NoLabels = refuse, h.form == 1
					if h.who == everyone {
						changed.Hidden = keys
					} else {
						fake.SetPeople(mark(employees, h, func(p *hibobtest.Person) { p.Hidden = keys })...)
					}
					fake.Configure(changed)
				}}
		},
	}
}

func humaansPeople() []humaanstest.Person {
	employees := humaanstest.People(size)
	for i := range employees {
		p := &employees[i]
		fill(p.Values, i, "middleName", "personalEmail", "personalPhoneNumber", "address", "postcode", "city", "state",
			"country")
		if i%4 == 1 {
			p.Values["contractType"], p.Values["employeeId"] = nil, nil
		}
		if i%3 != 0 {
			p.Custom = map[string]any{"f1": "S"}
		}
		for j := range p.Roles {
			if i%5 == 1 {
				p.Roles[j].Department = nil
			}
		}
	}
	return employees
}

func humaansSystem() system {
	employees := humaansPeople()
	return system{
		name: "humaans", forms: []form{{name: "null"}, {name: "left out"}}, fewer: "scope private:read",
		proofs: true, whole: []string{"jobTitle", "department", "reportingTo", "f1"},
		keys: map[string]fields{
			"employeeId": {"number"}, "firstName": {"first_name"}, "middleName": {"middle_name"},
			"lastName":      {"last_name"},
			"preferredName": {"preferred_name"}, "email": {"work_email"}, "personalEmail": {"personal_email"},
			"phoneNumber": {"work_phone"}, "personalPhoneNumber": {"mobile_phone"}, "birthday": {"birth_date"},
			"teams": {"teams"}, "address": {"address.line1"}, "postcode": {"address.postal_code"},
			"city":  {"address.city"},
			"state": {"address.region"}, "country": {"address.country"}, "timezone": {"time_zone"},
			"contractType": {"employment_type"}, "employmentStartDate": {"hire_date"},
			"employmentEndDate": {"termination_date"},
			"lastWorkingDay":    {"last_working_day"}, "status": {"status", "status_text"}, "locationId": {"location"},
			"remoteCity": nil, "remoteCountryCode": nil, "jobTitle": {"job_title"}, "department": {"department"},
			"reportingTo": {"manager.id"}, "f1": {"custom.f1"},
			"/locations": nil, "/custom-fields": {"custom.f1"}, "/custom-values": {"custom.f1"},
			"/job-roles": {"job_title", "department", "manager.id"}, "scope private:read": nil,
		},
		beside: map[string]fields{
			"remoteCity": {"location"}, "remoteCountryCode": {"location"},
			"/locations": {"location"}, "scope private:read": append(employee.Fields(), "custom.f1"),
		},
		open: func(t testing.TB, fields fields) *tenant {
			fake := humaanstest.New("token", employees...)
			custom := []humaanstest.Field{{ID: "f1", Name: "Shirt size"}}
			config := humaanstest.Config{PageSize: pageSize, Fields: custom}
			fake.Configure(config)
			c, err := humaans.New(humaans.Config{AccessToken: "token", Fields: fields, HTTPClient: fake.Client()})
			return &tenant{client: made(t, c, err), next: fake.Next, requests: countOf(fake),
				hide: func(h hiding) {
					changed := config
					keys, refuse, scopes := h.of()
					changed.Refuse, changed.OmitHidden = refuse, h.form == 1
					if len(scopes) > 0 {
						changed.Scopes = []string{"public:read"}
					}
					if h.who == everyone {
						changed.Hidden = keys
					} else { // by null, a role hides a field of all
						fake.SetPeople(mark(employees, h, func(p *humaanstest.Person) { p.Without = keys })...)
					}
					fake.Configure(changed)
				},
			}
		},
	}
}

func luccaPeople() []luccatest.Person {
	employees := luccatest.People(size)
	for i := range employees {
		p := &employees[i]
		if i%3 != 1 {
			p.PersonalMobile = "+33 6 00 00 00 " + strconv.Itoa(10+i)
			p.ProfessionalMobile = "+33 7 00 00 00 " + strconv.Itoa(10+i)
			p.Extended = map[string]any{"e_github": map[string]any{"id": i + 1, "value": "dev" + strconv.Itoa(i)}}
			p.Attributes = map[string]any{"e_github": "dev" + strconv.Itoa(i)}
		} else { // what does not come may be hidden
			p.Extended, p.Attributes = map[string]any{"e_github": nil}, map[string]any{"e_github": nil}
		}
		if i%4 == 2 {
			p.JobTitle, p.DirectLine, p.PersonalEmail = "", "", ""
		}
	}
	return employees
}

func openLucca(t testing.TB, cfg lucca.Config) *tenant {
	employees := luccaPeople()
	credentials := luccatest.Credentials{APIKey: "key-0123456789", ClientID: "client", ClientSecret: "secret"}
	fake := luccatest.New(credentials, employees...)
	config := luccatest.Config{PageSize: pageSize, Today: "2026-03-02", Fields: []luccatest.Field{
		{ID: "e_github", Name: "GitHub", Schema: "short-text"}}}
	fake.Configure(config)
	cfg.Instance, cfg.HTTPClient = "acme.ilucca.net", fake.Client()
	c, err := lucca.New(cfg)
	return &tenant{client: made(t, c, err), next: fake.Next, requests: countOf(fake),
		hide: func(h hiding) {
			changed := config
			keys, refuse, scopes := h.of()
			changed.Refuse = refuse
			if len(scopes) > 0 {
				lost := func(s string) bool { return slices.Contains(scopes, s) }
				changed.Scopes = slices.DeleteFunc(luccaScopes(), lost)
			}
			if h.who == everyone {
				changed.Hidden = keys
			} else {
				fake.SetPeople(mark(employees, h, func(p *luccatest.Person) { p.Hidden = keys })...)
			}
			fake.Configure(changed)
		},
	}
}

func luccaScopes() []string {
	return []string{"employees.readonly", "employments.readonly", "job-positions.readonly", "departments.readonly",
		"business-establishments.readonly", "legal-entities.readonly", "employee-personal-records.readonly",
		"employee-attributes.readonly"}
}

func luccaByKey() system {
	return system{
		name: "lucca by key", forms: []form{{name: "left out"}},
		keys: map[string]fields{
			"employeeNumber": {"number"}, "firstName": {"first_name"}, "lastName": {"last_name"},
			"displayName": {"display_name"},
			"mail":        {"work_email"}, "personalEmail": {"personal_email"}, "directLine": {"work_phone"},
			"professionalMobile": nil, "personalMobile": {"mobile_phone"}, "birthDate": {"birth_date"},
			"jobTitle":   {"job_title"},
			"department": {"department"}, "legalEntity": {"location"}, "address": {"address.line1"},
			"manager": {"manager.id", "manager.name"}, "dtContractStart": nil, "dtContractEnd": nil, "contracts": nil,
			"extendedData": {"custom.e_github"}, "/directory/api/4.0/work-contracts": nil,
		},
		more: fields{"hire_date", "original_hire_date", "termination_date"},
		beside: map[string]fields{
			"professionalMobile":                {"work_phone"},
			"dtContractStart":                   {"hire_date", "original_hire_date", "termination_date"},
			"dtContractEnd":                     {"hire_date", "original_hire_date", "termination_date"},
			"contracts":                         {"hire_date", "original_hire_date", "termination_date"},
			"/directory/api/4.0/work-contracts": {"hire_date", "original_hire_date", "termination_date"},
		},
		open: func(t testing.TB, fields fields) *tenant {
			return openLucca(t, lucca.Config{APIKey: "key-0123456789", Fields: fields})
		},
	}
}

func luccaByOAuth() system {
	return system{
		name: "lucca by OAuth", forms: []form{{name: "left out"}},
		days: []string{"employment.start", "employment.end", "contracts"},
		keys: map[string]fields{
			"employeeNumber": {"number"}, "givenName": {"first_name"}, "familyName": {"last_name"},
			"email":       {"work_email"},
			"phoneNumber": {"work_phone"}, "birthDay": {"birth_date"}, "status": {"status", "status_text"},
			"employment": nil, "employment.start": nil, "employment.end": nil,
			"employment.legalEntity": {"legal_entity"},
			"job-position":           nil, "job-position.jobTitle": {"job_title"},
			"job-position.department": {"department"},
			"job-position.manager":    {"manager.id"}, "job-position.businessEstablishment": {"location", "time_zone"},
			"personal-record": {"personal_email", "mobile_phone"}, "personal-record.email": {"personal_email"},
			"contracts": nil, "scope departments.readonly": {"department"},
			"scope business-establishments.readonly": {"location", "time_zone"},
			"scope legal-entities.readonly":          {"legal_entity"}, "scope employments.readonly": nil,
			"scope employee-personal-records.readonly": {"personal_email", "mobile_phone"},
			"scope employee-attributes.readonly":       {"custom.e_github"},
		},
		more: fields{"hire_date", "original_hire_date", "termination_date", "custom.e_github"},
		beside: map[string]fields{
			"employment":                 {"legal_entity", "hire_date", "original_hire_date", "termination_date"},
			"employment.start":           {"hire_date", "original_hire_date", "termination_date"},
			"employment.end":             {"hire_date", "original_hire_date", "termination_date"},
			"contracts":                  {"hire_date", "original_hire_date", "termination_date"},
			"scope employments.readonly": {"legal_entity", "hire_date", "original_hire_date", "termination_date"},
			"job-position":               {"job_title", "department", "manager.id", "location", "time_zone"},
		},
		open: func(t testing.TB, fields fields) *tenant {
			return openLucca(t, lucca.Config{ClientID: "client", ClientSecret: "secret", Fields: fields})
		},
	}
}

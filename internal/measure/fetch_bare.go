package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The yardsticks are what a good engineer would write by hand for one vendor: a
// struct with the fields that our client reads, decoded page by page, in pages of
// the same size. They convert nothing, and they find out about nothing that goes
// wrong but a status.

// A session is how a yardstick sends its requests.
type session struct {
	base       string
	http       *http.Client
	codec      codec
	apiVersion string // a header that Lucca wants
}

// get decodes the answer to a GET request.
func (s session) get(ctx context.Context, path string, query url.Values, auth string, v any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+path+"?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", auth)
	if s.apiVersion != "" {
		req.Header.Set("Api-Version", s.apiVersion)
	}
	return s.do(req, func(body io.Reader) error { return s.codec.decode(body, v) })
}

// token decodes the answer to a request for one.
func (s session) token(ctx context.Context, path, kind, body string, v any) error {
	return s.post(ctx, path, kind, "", body, func(body io.Reader) error { return s.codec.decode(body, v) })
}

func (s session) post(ctx context.Context, path, kind, auth string, body string, decode func(io.Reader) error) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", kind)
	if auth != "" {
		req.Header.Set("Authorization", auth)
	}
	return s.do(req, decode)
}

func (s session) do(req *http.Request, decode func(io.Reader) error) error {
	req.Header.Set("Accept", "application/json")
	resp, err := s.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", req.URL.Path, resp.Status)
	}
	if err := decode(resp.Body); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func bareBamboohr(ctx context.Context, s session, meet func(first, last string)) error {
	type row struct {
		EmployeeID     string `json:"employeeId"`
		EmployeeNumber string `json:"employeeNumber"`
		FirstName      string `json:"firstName"`
		MiddleName     string `json:"middleName"`
		LastName       string `json:"lastName"`
		PreferredName  string `json:"preferredName"`
		DisplayName    string `json:"displayName"`
		WorkEmail      string `json:"workEmail"`
		WorkPhone      string `json:"workPhone"`
		JobTitleName   string `json:"jobTitleName"`
		DepartmentName string `json:"departmentName"`
		DivisionName   string `json:"divisionName"`
		LocationName   string `json:"locationName"`
		Teams          []struct {
			Label string `json:"label"`
		} `json:"teams"`
		ReportsToID          string `json:"reportsToId"`
		ReportsToName        string `json:"reportsToName"`
		Status               string `json:"status"`
		EmploymentStatusName string `json:"employmentStatusName"`
		EmploymentType       string `json:"employmentType"`
		HireDate             string `json:"hireDate"`
		OriginalHireDate     string `json:"originalHireDate"`
		TerminationDate      string `json:"terminationDate"`
		ContractEndDate      string `json:"contractEndDate"`
		RestrictedFields     []struct {
			Name string `json:"name"`
		} `json:"_restrictedFields"`
	}
	query := url.Values{
		"page[limit]": {"2500"}, "sort": {"employeeId"},
		"fields": {"employeeNumber,middleName,displayName,workEmail,workPhone,departmentName,divisionName,locationName,teams," +
			"reportsToId,reportsToName,employmentStatusName,employmentType,hireDate,originalHireDate,terminationDate,contractEndDate"},
	}
	for {
		var page struct {
			Data []row `json:"data"`
			Meta struct {
				Total int `json:"total"`
				Page  struct {
					NextCursor string `json:"nextCursor"`
				} `json:"page"`
			} `json:"meta"`
		}
		if err := s.get(ctx, "/api/v1/employees", query, "Basic bm90LWEtc2VjcmV0Ong=", &page); err != nil {
			return err
		}
		for i := range page.Data {
			meet(page.Data[i].FirstName, page.Data[i].LastName)
		}
		if page.Meta.Page.NextCursor == "" {
			return nil
		}
		query.Set("page[after]", page.Meta.Page.NextCursor)
	}
}

type hibobReference struct {
	ID          string `json:"id"`
	Email       string `json:"email"`
	DisplayName string `json:"displayName"`
}

type hibobPerson struct {
	ID          string `json:"id"`
	FirstName   string `json:"firstName"`
	SecondName  string `json:"secondName"`
	Surname     string `json:"surname"`
	DisplayName string `json:"displayName"`
	Email       string `json:"email"`
	Work        struct {
		EmployeeIDInCompany  int64           `json:"employeeIdInCompany"`
		WorkPhone            string          `json:"workPhone"`
		Title                string          `json:"title"`
		Department           string          `json:"department"`
		Site                 string          `json:"site"`
		Manager              string          `json:"manager"`
		ReportsToIDInCompany int64           `json:"reportsToIdInCompany"`
		ReportsTo            *hibobReference `json:"reportsTo"`
		StartDate            string          `json:"startDate"`
		OriginalStartDate    string          `json:"originalStartDate"`
	} `json:"work"`
	Internal struct {
		LifecycleStatus string `json:"lifecycleStatus"`
		TerminationDate string `json:"terminationDate"`
	} `json:"internal"`
	Employee struct {
		LastDayOfWork string `json:"lastDayOfWork"`
	} `json:"employee"`
	Payroll struct {
		Employment struct {
			Type     string `json:"type"`
			Contract string `json:"contract"`
		} `json:"employment"`
	} `json:"payroll"`
	HumanReadable struct {
		Work struct {
			Title      string `json:"title"`
			Department string `json:"department"`
			Site       string `json:"site"`
		} `json:"work"`
		Internal struct {
			LifecycleStatus string `json:"lifecycleStatus"`
		} `json:"internal"`
		Payroll struct {
			Employment struct {
				Type     string `json:"type"`
				Contract string `json:"contract"`
			} `json:"employment"`
		} `json:"payroll"`
	} `json:"humanReadable"`
}

// bareHibob decodes one employee after the other: no program would hold the one answer, with
// all employees, in memory twice.
func bareHibob(ctx context.Context, s session, meet func(first, last string)) error {
	const search = `{"fields":["root.id","work.employeeIdInCompany","root.firstName","root.secondName","root.surname","root.displayName",` +
		`"root.email","work.workPhone","work.title","work.department","work.site","work.manager","work.reportsToIdInCompany","work.reportsTo",` +
		`"internal.lifecycleStatus","payroll.employment.type","payroll.employment.contract","work.startDate","work.originalStartDate",` +
		`"internal.terminationDate","employee.lastDayOfWork"],"showInactive":true,"humanReadable":"APPEND"}`
	return s.post(ctx, "/v1/people/search", "application/json", "Basic dXNlcjpub3QtYS1zZWNyZXQ=", search, func(body io.Reader) error {
		return s.codec.each(body, func(decode func(any) error) error {
			var p hibobPerson
			if err := decode(&p); err != nil {
				return err
			}
			meet(p.FirstName, p.Surname)
			return nil
		})
	})
}

func bareHumaans(ctx context.Context, s session, meet func(first, last string)) error {
	type role struct {
		ID            string `json:"id"`
		PersonID      string `json:"personId"`
		JobTitle      string `json:"jobTitle"`
		Department    string `json:"department"`
		ReportingTo   string `json:"reportingTo"`
		EffectiveDate string `json:"effectiveDate"`
		CreatedAt     string `json:"createdAt"`
		UpdatedAt     string `json:"updatedAt"`
	}
	type place struct {
		ID    string `json:"id"`
		Label string `json:"label"`
	}
	type row struct {
		ID                   string `json:"id"`
		CompanyID            string `json:"companyId"`
		FirstName            string `json:"firstName"`
		MiddleName           string `json:"middleName"`
		LastName             string `json:"lastName"`
		PreferredName        string `json:"preferredName"`
		Email                string `json:"email"`
		IsWorkEmailHidden    bool   `json:"isWorkEmailHidden"`
		PhoneNumber          string `json:"phoneNumber"`
		FormattedPhoneNumber string `json:"formattedPhoneNumber"`
		LocationID           string `json:"locationId"`
		RemoteCity           string `json:"remoteCity"`
		RemoteCountryCode    string `json:"remoteCountryCode"`
		EmploymentStartDate  string `json:"employmentStartDate"`
		EmploymentEndDate    string `json:"employmentEndDate"`
		LastWorkingDay       string `json:"lastWorkingDay"`
		ContractType         string `json:"contractType"`
		EmployeeID           string `json:"employeeId"`
		Teams                []struct {
			Name string `json:"name"`
		} `json:"teams"`
		Status    string `json:"status"`
		Timezone  string `json:"timezone"`
		UpdatedAt string `json:"updatedAt"`
	}
	roles := make(map[string][]role) // by employee
	if err := humaansTable(ctx, s, "job-roles", "", func(r *role) { roles[r.PersonID] = append(roles[r.PersonID], *r) }); err != nil {
		return err
	}
	places := make(map[string]string)
	if err := humaansTable(ctx, s, "locations", "", func(p *place) { places[p.ID] = p.Label }); err != nil {
		return err
	}
	return humaansTable(ctx, s, "people", "all", func(p *row) { meet(p.FirstName, p.LastName) })
}

func humaansTable[T any](ctx context.Context, s session, path, status string, take func(*T)) error {
	query := url.Values{"$limit": {"250"}}
	if status != "" {
		query.Set("status", status)
	}
	for skip := 0; ; {
		if skip > 0 {
			query.Set("$skip", strconv.Itoa(skip))
		}
		var page struct {
			Total int `json:"total"`
			Data  []T `json:"data"`
		}
		if err := s.get(ctx, "/api/"+path, query, "Bearer "+secret, &page); err != nil {
			return err
		}
		for i := range page.Data {
			take(&page.Data[i])
		}
		if skip += len(page.Data); skip >= page.Total || len(page.Data) == 0 {
			return nil
		}
	}
}

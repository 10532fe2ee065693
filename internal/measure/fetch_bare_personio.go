package main

import (
	"context"
	"net/url"
	"strconv"
)

type personioWord struct {
	Value string `json:"value"`
}

type personioNamed struct {
	Value *struct {
		Attributes struct {
			Name string `json:"name"`
		} `json:"attributes"`
	} `json:"value"`
}

type personioInner[T any] struct {
	Value T `json:"value"`
}

type personioSupervisor struct {
	Attributes struct {
		ID        personioInner[int64] `json:"id"`
		FirstName personioWord         `json:"first_name"`
		LastName  personioWord         `json:"last_name"`
		Email     personioWord         `json:"email"`
	} `json:"attributes"`
}

type personioCenter struct {
	Attributes struct {
		Name       string  `json:"name"`
		Percentage float64 `json:"percentage"`
	} `json:"attributes"`
}

type personioPerson struct {
	Attributes struct {
		ID              personioInner[int64]               `json:"id"`
		FirstName       personioWord                       `json:"first_name"`
		LastName        personioWord                       `json:"last_name"`
		PreferredName   personioWord                       `json:"preferred_name"`
		Email           personioWord                       `json:"email"`
		Status          personioWord                       `json:"status"`
		Position        personioWord                       `json:"position"`
		Supervisor      personioInner[*personioSupervisor] `json:"supervisor"`
		EmploymentType  personioWord                       `json:"employment_type"`
		HireDate        personioWord                       `json:"hire_date"`
		ContractEndDate personioWord                       `json:"contract_end_date"`
		TerminationDate personioWord                       `json:"termination_date"`
		Subcompany      personioNamed                      `json:"subcompany"`
		Office          personioNamed                      `json:"office"`
		Department      personioNamed                      `json:"department"`
		Team            personioNamed                      `json:"team"`
		CostCenters     personioInner[[]personioCenter]    `json:"cost_centers"`
		LastWorkingDay  personioWord                       `json:"last_working_day"`
	} `json:"attributes"`
}

func barePersonioV1(ctx context.Context, s session, meet func(first, last string)) error {
	var auth struct {
		Data struct {
			Token string `json:"token"`
		} `json:"data"`
	}
	credentials := `{"client_id":"` + user + `","client_secret":"` + secret + `"}`
	err := s.token(ctx, "/v1/auth", "application/json", credentials, &auth)
	if err != nil {
		return err
	}
	query := url.Values{"limit": {"100"}, "attributes[]": {"id", "first_name", "last_name", "preferred_name", "email", "position", "department",
		"office", "subcompany", "cost_centers", "team", "supervisor", "status", "employment_type", "hire_date", "termination_date",
		"last_working_day", "contract_end_date"}}
	for offset := 0; ; {
		query.Set("offset", strconv.Itoa(offset))
		var page struct {
			Metadata struct {
				Total int `json:"total_elements"`
			} `json:"metadata"`
			Data []personioPerson `json:"data"`
		}
		if err := s.get(ctx, "/v1/company/employees", query, "Bearer "+auth.Data.Token, &page); err != nil {
			return err
		}
		for i := range page.Data {
			a := &page.Data[i].Attributes
			meet(a.FirstName.Value, a.LastName.Value)
		}
		if offset += len(page.Data); offset >= page.Metadata.Total || len(page.Data) == 0 {
			return nil
		}
	}
}

type v2Links struct {
	Links struct {
		Next *struct {
			Href string `json:"href"`
		} `json:"next"`
	} `json:"links"`
}

// barePersonioV2 asks for one thing after the other, as one would.
func barePersonioV2(ctx context.Context, s session, meet func(first, last string)) error {
	type row struct {
		ID            string `json:"id"`
		Email         string `json:"email"`
		FirstName     string `json:"first_name"`
		LastName      string `json:"last_name"`
		PreferredName string `json:"preferred_name"`
		Status        string `json:"status"`
		UpdatedAt     string `json:"updated_at"`
	}
	var auth struct {
		AccessToken string `json:"access_token"`
	}
	form := url.Values{"client_id": {user}, "client_secret": {secret}, "grant_type": {"client_credentials"}}.Encode()
	err := s.token(ctx, "/v2/auth/token", "application/x-www-form-urlencoded", form, &auth)
	if err != nil {
		return err
	}
	units := make(map[string]string)
	query := url.Values{"limit": {"50"}}
	for {
		var page struct {
			Data []row   `json:"_data"`
			Meta v2Links `json:"_meta"`
		}
		if err := s.get(ctx, "/v2/persons", query, "Bearer "+auth.AccessToken, &page); err != nil {
			return err
		}
		for i := range page.Data {
			p := &page.Data[i]
			if err := bareEmployments(ctx, s, "Bearer "+auth.AccessToken, p.ID, units); err != nil {
				return err
			}
			meet(p.FirstName, p.LastName)
		}
		if page.Meta.Links.Next == nil {
			return nil
		}
		next, err := url.Parse(page.Meta.Links.Next.Href)
		if err != nil {
			return err
		}
		query.Set("cursor", next.Query().Get("cursor"))
	}
}

// bareEmployments reads the employments of an employee, and the org units that no
// employee before had.
func bareEmployments(ctx context.Context, s session, auth, id string, units map[string]string) error {
	type employment struct {
		Status   string `json:"status"`
		Position *struct {
			Title string `json:"title"`
		} `json:"position"`
		Type        string `json:"type"`
		Start       string `json:"employment_start_date"`
		End         string `json:"employment_end_date"`
		ContractEnd string `json:"contract_end_date"`
		Supervisor  *struct {
			ID string `json:"id"`
		} `json:"supervisor"`
		OrgUnits []struct {
			Type string `json:"type"`
			ID   string `json:"id"`
		} `json:"org_units"`
		Termination *struct {
			Date           string `json:"termination_date"`
			LastWorkingDay string `json:"last_working_day"`
		} `json:"termination"`
	}
	var page struct {
		Data []employment `json:"_data"`
		Meta v2Links      `json:"_meta"`
	}
	if err := s.get(ctx, "/v2/persons/"+id+"/employments", url.Values{"limit": {"50"}}, auth, &page); err != nil {
		return err
	}
	for _, m := range page.Data {
		for _, u := range m.OrgUnits {
			if _, known := units[u.ID]; known {
				continue
			}
			var unit struct {
				Name string `json:"name"`
			}
			if err := s.get(ctx, "/v2/org-units/"+u.ID, url.Values{"type": {u.Type}}, auth, &unit); err != nil {
				return err
			}
			units[u.ID] = unit.Name
		}
	}
	return nil
}

package personiotest

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// serveEmployments answers GET /v2/persons/{id}/employments. As in the vendor's
// file, the links in it have a path that does not exist.
func (v view) serveEmployments(w http.ResponseWriter, r *http.Request, id string) {
	at, ok := v.byID[id]
	if !ok {
		noResource(w)
		return
	}
	query := r.URL.Query()
	limit, ok := v.limitV2(w, query)
	if !ok {
		return
	}
	all := v.employments(&v.people[at])
	start := 0
	if cursor := query.Get("cursor"); cursor != "" {
		n, err := strconv.Atoi(strings.TrimPrefix(cursor, "cur_"))
		if err != nil || n < 1 || n > len(all) {
			failV2(w, http.StatusBadRequest, "Bad request", "The cursor is not valid")
			return
		}
		start = n
	}
	end := min(start+limit, len(all))
	links := map[string]any{"self": href("https://api.personio.de/v2/employments")}
	if end < len(all) {
		links["next"] = href("https://api.personio.de/v2/employments?cursor=cur_" + strconv.Itoa(end))
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"_data": append([]map[string]any{}, all[start:end]...), "_meta": map[string]any{"links": links},
	})
}

// serveEmployment answers GET /v2/persons/{id}/employments/{id} with the bare
// employment.
func (v view) serveEmployment(w http.ResponseWriter, _ *http.Request, id, employment string) {
	if at, ok := v.byID[id]; ok {
		all := v.employments(&v.people[at])
		if i := slices.IndexFunc(all, func(e map[string]any) bool { return e["id"] == employment }); i >= 0 {
			writeJSON(w, http.StatusOK, all[i])
			return
		}
	}
	noResource(w)
}

// employments are those of an employee without what is hidden: of an employment
// that the credentials may not read, id, status and person are left.
func (v view) employments(p *Person) []map[string]any {
	if p.Employments != nil {
		return p.Employments
	}
	m := map[string]any{
		"id": "employment-" + p.ID, "status": strings.ToUpper(p.text("status")), "person": map[string]any{"id": p.ID},
		"created_at": "2024-01-01T08:00:00Z", "updated_at": "2025-01-01T08:00:00Z",
	}
	put := func(hiddenAs, key string, value any) {
		if !v.hidden[hiddenAs] && !p.lacks(hiddenAs) {
			m[key] = value
		}
	}
	if p.text("status") == "" {
		m["status"] = "UNSPECIFIED"
	}
	put("position", "position", object("title", p.text("position")))
	put("weekly_working_hours", "weekly_working_hours", 40)
	put("hire_date", "employment_start_date", p.plain("hire_date"))
	put("termination_date", "employment_end_date", p.plain("termination_date"))
	put("contract_end_date", "contract_end_date", p.plain("contract_end_date"))
	put("employment_type", "type", strings.ToUpper(p.text("employment_type")))
	put("supervisor", "supervisor", object("id", p.text("supervisor")))
	put("termination_date", "termination", v.termination(p))
	if units := v.orgUnits(p); units != nil {
		m["org_units"] = units
	}
	for kind, key := range map[string]string{"office": "office", "subcompany": "legal_entity"} {
		if name := p.text(kind); name != "" {
			put(kind, key, object("id", v.idV2(kind, name)))
		}
	}
	return []map[string]any{m}
}

// object has one entry, and is null without it.
func object(key, value string) any {
	if value == "" {
		return nil
	}
	return map[string]any{key: value}
}

func (v view) termination(p *Person) any {
	end, last := p.plain("termination_date"), p.plain("last_working_day")
	if end == nil && last == nil {
		return nil
	}
	m := map[string]any{"termination_date": end, "terminated_at": nil, "type": "UNSPECIFIED", "reason": nil}
	switch {
	case v.hidden["last_working_day"] || p.lacks("last_working_day"):
	case v.LastWorkingDate:
		m["last_working_date"] = last
	default:
		m["last_working_day"] = last
	}
	return m
}

// orgUnits are the department and the team. One that the credentials may not read is
// left out of the array; without both there is none, which is nil, unless EmptyUnits
// says otherwise. Nor is there one for an employee of whom either is hidden.
func (v view) orgUnits(p *Person) []any {
	if p.lacks("team") || p.lacks("department") {
		return nil
	}
	units, kinds := []any{}, 0
	for _, kind := range []string{"team", "department"} {
		if v.hidden[kind] {
			continue
		}
		kinds++
		if name := p.text(kind); name != "" {
			units = append(units, map[string]any{"type": kind, "id": v.idV2(kind, name)})
		}
	}
	if kinds == 0 && !v.EmptyUnits {
		return nil
	}
	return units
}

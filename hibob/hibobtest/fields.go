package hibobtest

// standardFields are the vendor's own fields that the fake knows.
func standardFields() []Field {
	fields := []Field{
		{ID: "root.id", Name: "ID"},
		{ID: "root.companyId", Name: "Company ID", Type: "number"},
		{ID: "root.email", Name: "Email"},
		{ID: "root.firstName", Name: "First name"},
		{ID: "root.secondName", Name: "Middle name"},
		{ID: "root.surname", Name: "Last name"},
		{ID: "root.displayName", Name: "Display name"},
		{ID: "root.fullName", Name: "Full name"},
		{ID: "root.creationDateTime", Name: "Created on"},
		{ID: "root.avatarUrl", Name: "Avatar"},
		{ID: "about.about", Name: "About", Type: "text-area"},
		{ID: "about.hobbies", Name: "Hobbies", Type: "multi-list", List: "hobbies"},
		{ID: "work.startDate", Name: "Start date", Type: "date"},
		{ID: "work.shortStartDate", Name: "Start day", Type: "short-date"},
		{ID: "work.originalStartDate", Name: "Original start date", Type: "date"},
		{ID: "work.activeEffectiveDate", Name: "Effective date", Type: "date"},
		{ID: "work.title", Name: "Job title", Type: "list", List: "title"},
		{ID: "work.department", Name: "Department", Type: "list", List: "department"},
		{ID: "work.site", Name: "Site", Type: "list", List: "site"},
		{ID: "work.siteId", Name: "Site ID", Type: "number"},
		{ID: "work.manager", Name: "Manager", Type: "employee-reference"},
		{ID: "work.reportsTo", Name: "Reports to", Type: "employee-reference"},
		{ID: "work.reportsToIdInCompany", Name: "Manager's employee ID", Type: "number"},
		{ID: "work.isManager", Name: "Is manager", Type: "boolean"},
		{ID: "work.employeeIdInCompany", Name: "Employee ID", Type: "number"},
		{ID: "work.workMobile", Name: "Work mobile"},
		{ID: "work.workPhone", Name: "Work phone"},
		{ID: "internal.status", Name: "Status"},
		{ID: "internal.lifecycleStatus", Name: "Lifecycle status", Type: "list", List: "lifecycleStatus"},
		{ID: "internal.terminationDate", Name: "Termination date", Type: "date"},
		{ID: "internal.terminationReason", Name: "Termination reason", Type: "list", List: "terminationReason"},
		{ID: "employee.lastDayOfWork", Name: "Last day of work", Type: "date"},
		{ID: "employee.hrbp", Name: "HR business partner", Type: "employee-reference"},
		{ID: "payroll.employment.type", Name: "Employment type", Category: "employment", Type: "list", List: "employmentType"},
		{ID: "payroll.employment.contract", Name: "Employment contract", Category: "employment", Type: "list", List: "employmentContract"},
		{ID: "personal.birthDate", Name: "Birth date", Type: "date"},
		{ID: "personal.shortBirthDate", Name: "Birthday", Type: "short-date"},
		{ID: "personal.pronouns", Name: "Pronouns"},
		{ID: "home.privateEmail", Name: "Private email"},
		{ID: "home.mobilePhone", Name: "Mobile phone"},
		{ID: "home.privatePhone", Name: "Private phone"},
		{ID: "address.line1", Name: "Address line 1"},
		{ID: "address.line2", Name: "Address line 2"},
		{ID: "address.postCode", Name: "Post code"},
		{ID: "address.zipCode", Name: "Zip code"},
		{ID: "address.city", Name: "City"},
		{ID: "address.usaState", Name: "State"},
		{ID: "address.country", Name: "Country"},
	}
	for i, f := range fields {
		fields[i] = complete(f)
	}
	return fields
}

// categoryNames are the display names of the categories.
func categoryNames() map[string]string {
	return map[string]string{
		"root": "Basic info", "about": "About", "work": "Work", "internal": "Lifecycle", "employee": "Contacts",
		"employment": "Employment", "personal": "Personal", "home": "Personal contact details", "address": "Address",
	}
}

// standardLists have ids of both kinds that the vendor's have: of digits and of
// words.
func standardLists() []List {
	return []List{
		{"department", []Item{
			{ID: "209192101", Name: "Engineering"}, {ID: "209192102", Name: "Sales"},
			{ID: "209192103", Name: "Customer Support"}, {ID: "209192104", Name: "R&D"},
			{ID: "Finance", Name: "Finance"}, {ID: "209192105", Name: "People & Culture"},
			{ID: "209192106", Name: "Marketing", Children: []Item{{ID: "209192107", Name: "Brand"}}},
			{ID: "209192108", Name: "Typing pool", Archived: true},
		}},
		{"title", []Item{{ID: "253271801", Name: "Manager"}, {ID: "253271802", Name: "Specialist"}, {ID: "253271803", Name: "Chief Executive"}}},
		{"site", []Item{{ID: "2510061", Name: "Lisbon"}, {ID: "2510062", Name: "Utrecht"}, {ID: "2510063", Name: "Denver"}}},
		{"employmentType", []Item{{ID: "permanent", Name: "Permanent"}, {ID: "244000102", Name: "Temporary"}, {ID: "244000103", Name: "Contractor"}}},
		{"employmentContract", []Item{{ID: "244000201", Name: "Full-Time"}, {ID: "244000202", Name: "Part-Time"}}},
		{"terminationReason", []Item{{ID: "245000101", Name: "Resignation"}}},
		{"hobbies", []Item{{ID: "yoga", Name: "Yoga"}, {ID: "261314348", Name: "Cooking"}}},
		{"lifecycleStatus", []Item{
			{ID: "hired", Name: "Hired"}, {ID: "employed", Name: "Employed"}, {ID: "leave", Name: "Leave"},
			{ID: "parental leave", Name: "Parental leave"}, {ID: "garden leave", Name: "Garden leave"}, {ID: "terminated", Name: "Terminated"},
		}},
	}
}

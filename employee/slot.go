package employee

// fieldCount is the number of standard fields; Presence has a bit for each.
const fieldCount = 40

// slotAt returns the i-th standard field and a pointer to where e keeps it: a
// *string, *Status, *Date or *[]string. It is the one table of the fields; a
// pointer in an interface allocates nothing.
func (e *Employee) slotAt(i int) (f Field, where any) {
	switch i {
	case 0:
		return FieldID, &e.ID
	case 1:
		return FieldNumber, &e.Number
	case 2:
		return FieldFirstName, &e.FirstName
	case 3:
		return FieldMiddleName, &e.MiddleName
	case 4:
		return FieldLastName, &e.LastName
	case 5:
		return FieldPreferredName, &e.PreferredName
	case 6:
		return FieldDisplayName, &e.DisplayName
	case 7:
		return FieldWorkEmail, &e.WorkEmail
	case 8:
		return FieldPersonalEmail, &e.PersonalEmail
	case 9:
		return FieldWorkPhone, &e.WorkPhone
	case 10:
		return FieldMobilePhone, &e.MobilePhone
	case 11:
		return FieldBirthDate, &e.BirthDate
	case 12:
		return FieldJobTitle, &e.JobTitle
	case 13:
		return FieldDepartment, &e.Department
	case 14:
		return FieldDivision, &e.Division
	case 15:
		return FieldLocation, &e.Location
	case 16:
		return FieldLegalEntity, &e.LegalEntity
	case 17:
		return FieldCostCenter, &e.CostCenter
	case 18:
		return FieldTeams, &e.Teams
	case 19:
		return FieldAddressLine1, &e.Address.Line1
	case 20:
		return FieldAddressLine2, &e.Address.Line2
	case 21:
		return FieldPostalCode, &e.Address.PostalCode
	case 22:
		return FieldCity, &e.Address.City
	case 23:
		return FieldRegion, &e.Address.Region
	case 24:
		return FieldCountry, &e.Address.Country
	case 25:
		return FieldTimeZone, &e.TimeZone
	case 26:
		return FieldManagerID, &e.Manager.ID
	case 27:
		return FieldManagerNumber, &e.Manager.Number
	case 28:
		return FieldManagerEmail, &e.Manager.Email
	case 29:
		return FieldManagerName, &e.Manager.Name
	case 30:
		return FieldStatus, &e.Status
	case 31:
		return FieldStatusText, &e.StatusText
	case 32:
		return FieldEmploymentStatus, &e.EmploymentStatus
	case 33:
		return FieldEmploymentType, &e.EmploymentType
	case 34:
		return FieldEmploymentExtent, &e.EmploymentExtent
	case 35:
		return FieldHireDate, &e.HireDate
	case 36:
		return FieldOriginalHireDate, &e.OriginalHireDate
	case 37:
		return FieldTerminationDate, &e.TerminationDate
	case 38:
		return FieldLastWorkingDay, &e.LastWorkingDay
	case 39:
		return FieldContractEndDate, &e.ContractEndDate
	}
	return "", nil
}

// slot returns the place of f in slotAt and the pointer found there, or -1 and
// nil for a field that is not standard.
func (e *Employee) slot(f Field) (i int, where any) {
	if i = index(f); i >= 0 {
		_, where = e.slotAt(i)
	}
	return i, where
}

// index is the inverse of slotAt; a test holds the two together.
func index(f Field) int {
	switch f {
	case FieldID:
		return 0
	case FieldNumber:
		return 1
	case FieldFirstName:
		return 2
	case FieldMiddleName:
		return 3
	case FieldLastName:
		return 4
	case FieldPreferredName:
		return 5
	case FieldDisplayName:
		return 6
	case FieldWorkEmail:
		return 7
	case FieldPersonalEmail:
		return 8
	case FieldWorkPhone:
		return 9
	case FieldMobilePhone:
		return 10
	case FieldBirthDate:
		return 11
	case FieldJobTitle:
		return 12
	case FieldDepartment:
		return 13
	case FieldDivision:
		return 14
	case FieldLocation:
		return 15
	case FieldLegalEntity:
		return 16
	case FieldCostCenter:
		return 17
	case FieldTeams:
		return 18
	case FieldAddressLine1:
		return 19
	case FieldAddressLine2:
		return 20
	case FieldPostalCode:
		return 21
	case FieldCity:
		return 22
	case FieldRegion:
		return 23
	case FieldCountry:
		return 24
	case FieldTimeZone:
		return 25
	case FieldManagerID:
		return 26
	case FieldManagerNumber:
		return 27
	case FieldManagerEmail:
		return 28
	case FieldManagerName:
		return 29
	case FieldStatus:
		return 30
	case FieldStatusText:
		return 31
	case FieldEmploymentStatus:
		return 32
	case FieldEmploymentType:
		return 33
	case FieldEmploymentExtent:
		return 34
	case FieldHireDate:
		return 35
	case FieldOriginalHireDate:
		return 36
	case FieldTerminationDate:
		return 37
	case FieldLastWorkingDay:
		return 38
	case FieldContractEndDate:
		return 39
	}
	return -1
}

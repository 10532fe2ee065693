package bamboohrtest

import "strings"

// A match is how GET /employees compares a field with a filter.
type match int

const (
	matchUnknown match = iota // no field of the endpoint
	matchText                 // substring, ignoring case
	matchExact                // ids, enumerations, booleans, numbers, dates
	matchNever                // a field that cannot be filtered by
)

// listMatch knows every field of GET /employees.
func listMatch(name string) match {
	switch name {
	case "firstName", "lastName", "jobTitleName",
		"addressLine1", "addressLine2", "allergies", "birthplace", "citizenship", "city",
		"compensationChangeReason", "compensationComment", "country", "departmentName",
		"dietaryRestrictions", "displayName", "divisionName", "eeoJobCategory",
		"eligibleForRehire", "employeeName", "employeeNumber", "employmentStatusComment",
		"employmentStatusName", "employmentType", "ethnicity", "facebookUrl",
		"firstNameLastName", "firstNameMiddleInitial", "flsaCode", "homeEmail", "homePhone",
		"instagramUrl", "jacketSize", "linkedinUrl", "locationName", "maritalStatus",
		"middleInitial", "middleName", "mobilePhone", "nationalInsuranceCategory",
		"nationality", "nickName", "noticePeriod", "paySchedule", "pinterestUrl",
		"preferredNameLastName", "pronouns", "reportsToName", "secondaryLanguage",
		"shirtSize", "skypeUsername", "state", "tShirtSize", "terminationReason",
		"terminationRegrettable", "terminationType", "twitterUrl", "vaccinationStatus",
		"vaccineReceived", "workEmail", "workPhone", "workPhoneExtension", "zipcode":
		return matchText
	case "status",
		"age", "birthDate", "citizenshipId", "compensationChangeReasonId",
		"compensationEffectiveDate", "compensationEndDate", "contractEndDate", "countryId",
		"departmentId", "divisionId", "eeoJobCategoryId", "eligibleForRehireId",
		"employmentStatusEffectiveDate", "employmentStatusId", "employmentTypeId",
		"ethnicityId", "finalDoseAdministrationDate", "finalPayDate", "flsaCodeId",
		"gender", "hireDate", "hoursPerPayCycle", "isManager", "jacketSizeId",
		"jobInformationEffectiveDate", "jobTitleId", "locationId",
		"nationalInsuranceCategoryId", "nationalityId", "noticePeriodId",
		"originalHireDate", "paidPer", "payScheduleId", "payType", "probationEndDate",
		"pronounsId", "proofOfVaccination", "reportsToId", "shirtSizeId", "stateId",
		"tShirtSizeId", "taxTypeId", "tenure", "terminationDate", "terminationReasonId",
		"terminationRegrettableId", "terminationTypeId", "vaccinationStatusId",
		"vaccineReceivedId":
		return matchExact
	case "employeeId", "preferredName", "photoUrl",
		"bestEmail", "ein", "genderIdentity", "genderIdentityId", "nationalId", "nin",
		"overtime", "overtimeRate", "payRate", "sin", "ssn", "teams", "userId",
		"veteranStatus", "veteranStatusId":
		return matchNever
	}
	return matchUnknown
}

// isListDate tells the dates of GET /employees, all of them named for it.
func isListDate(name string) bool { return strings.HasSuffix(name, "Date") }

// listDefaults are the fields that every record of GET /employees has, after the
// employeeId.
func listDefaults() []string {
	return []string{"firstName", "lastName", "preferredName", "photoUrl", "jobTitleName", "status"}
}

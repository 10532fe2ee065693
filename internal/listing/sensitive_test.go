package listing

import "testing"

func TestSensitive(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Annual Salary", "fix_salary", "baseSalary", "Pay rate", "payRate", "Bruttogehalt", "Lohngruppe", "Salaire brut",
		"IBAN", "Bank Name", "payroll.employment.salary", "National Insurance Number", "nationalId", "SSN", "Steuer-ID",
		"Sozialversicherungsnummer", "Gender", "gender_identity", "Geschlecht", "Ethnicity", "EEO Job Category", "Race",
		"Religion", "Schwerbehinderung", "Disability status", "Health insurance", "Krankenkasse", "Passport number",
	} {
		if !Sensitive("a label", text) {
			t.Errorf("%q is not sensitive", text)
		}
	}
	for _, text := range []string{
		"", "Shirt size", "Payback team", "Department", "Belohnung", "Gendarmerie", "Racecar", "Taxonomy", "Contract type",
		"Recognition", "OKR", "Sexton Street", "Swiftness", "customField12", "Bankside office", "Hire date", "Nina",
	} {
		if Sensitive(text) {
			t.Errorf("%q is sensitive", text)
		}
	}
}

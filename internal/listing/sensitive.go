package listing

import (
	"slices"
	"strings"
	"unicode"
)

// Sensitive reports whether a field is about pay, a bank, a national id, gender,
// ethnicity, religion or health, by the words in its labels, ids and the vendor's
// types: in English, German and French.
func Sensitive(texts ...string) bool {
	for _, text := range texts {
		if slices.ContainsFunc(wordsOf(text), isSensitive) {
			return true
		}
	}
	return false
}

// wordsOf takes "NationalIdNumber", "national_id" and "national id" apart alike.
func wordsOf(text string) (words []string) {
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	lower := false
	for _, r := range text {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) && lower {
			end()
		}
		if lower = unicode.IsLower(r); unicode.IsLetter(r) {
			word.WriteRune(r)
		}
	}
	end()
	for i := range len(words) - 1 { // words of two parts
		words = append(words, words[i]+words[i+1])
	}
	return words
}

func isSensitive(word string) bool {
	return slices.Contains(sensitiveWords(), word) ||
		slices.ContainsFunc(sensitiveStarts(), func(s string) bool { return strings.HasPrefix(word, s) }) ||
		slices.ContainsFunc(sensitiveParts(), func(s string) bool { return strings.Contains(word, s) })
}

// sensitiveWords are whole words.
func sensitiveWords() []string {
	return []string{"pay", "payment", "payroll", "payrate", "paytype", "wage", "wages", "bonus", "lohn", "paie", "salaire",
		"bank", "banque", "iban", "bic", "swift", "rib", "konto", "financial", "accountnumber", "sortcode", "routingnumber",
		"ssn", "nin", "nino", "eeo", "tax", "taxid", "nir", "passport", "passeport", "identification",
		"sex", "sexe", "genre", "race", "pronouns", "blood", "illness", "sickness", "medical", "santé", "veteran"}
}

// sensitiveStarts are how words begin.
func sensitiveStarts() []string {
	return []string{"compensation", "remuneration", "rémunération", "lohn", "vergütung", "steuer", "sozialvers",
		"socialsecurity", "socialinsurance", "sécuritésociale", "nationalid", "nationalinsurance", "personalausweis",
		"kontonummer", "reisepass", "gender", "geschlecht", "ethnic", "religi", "konfession", "disab", "handicap",
		"health", "gesundheit", "krank", "maladie", "bankverbindung", "bankaccount", "bankname"}
}

// sensitiveParts occur within words.
func sensitiveParts() []string {
	return []string{"gehalt", "salary", "behinder", "versicherungsnummer"}
}

package mapping_test

import (
	"strings"
	"testing"

	"github.com/rosterkit/rosterkit/employee"
	. "github.com/rosterkit/rosterkit/mapping"
)

func TestPhoneNumbers(t *testing.T) {
	t.Parallel()
	const sign, two, long = "problem: not a phone number: it has a sign that no number has",
		"problem: more than one phone number", "problem: not a phone number: it has more than 15 digits"
	const trunk = `problem: a "(0)" in a phone number, which is left out only where the rule has a country`
	for _, tt := range []struct{ in, plain, german string }{
		{in: "+49 30 123456", plain: "+4930123456", german: "+4930123456"},
		{in: "0049 30 123456", plain: "+4930123456", german: "+4930123456"},
		{in: "030 123456", plain: "030123456", german: "+4930123456"},
		{in: "(030) 123-456", plain: "030123456", german: "+4930123456"},
		{in: "030/123456", plain: "030123456", german: "+4930123456"},
		{in: "0049 30 / 12 34 56", plain: "+4930123456", german: "+4930123456"},
		{
			in:     "+49 (0)30 123456",
			german: "+4930123456", plain: trunk,
		},
		{
			in:     "+44(0)20 7946 0000",
			german: "+442079460000", plain: trunk,
		},
		{in: "(0)30 123456", plain: "030123456", german: "+4930123456"},
		{in: "030 (0) 123456", plain: sign, german: sign},
		{in: "+39 06 1234567", plain: "+39061234567", german: "+39061234567"},
		{in: "\u202a+49\u00a030\u2011123456\u202c", plain: "+4930123456", german: "+4930123456"},
		{in: "110", plain: "110", german: "110"},
		{in: "4711-12", plain: "471112", german: "471112"},
		{in: "030 123456 ext. 7", plain: sign, german: sign},
		{in: "030 123456 #7", plain: sign, german: sign},
		{in: "٠٣٠١٢٣", plain: sign, german: sign},
		{in: "030 123456, 030 654321", plain: two, german: two},
		{in: "030 12345 / 040 6789", plain: two, german: two},
		{in: "+49 30 1 / +49 30 2", plain: two, german: two},
		{in: "+49 30 12 +49 30 21", plain: two, german: two},
		{in: "030 12345/67", plain: two, german: two},
		{in: "030 123456/654321", plain: two, german: two},
		{in: "030\n040", plain: two, german: two},
		{in: "030123456 040123456", plain: long, german: long},
		{in: "+4930123456789012", plain: long, german: long},
		{
			in: "+0301234", plain: "problem: not a phone number: no calling code begins with 0",
			german: "problem: not a phone number: no calling code begins with 0",
		},
		{
			in: "0", plain: "problem: not a phone number: it has too few digits",
			german: "problem: not a phone number: it has too few digits",
		},
		{
			in: "-", plain: "problem: not a phone number: it has too few digits",
			german: "problem: not a phone number: it has too few digits",
		},
	} {
		for country, want := range map[string]string{"": tt.plain, "49": tt.german} {
			r := Rule{Phone: PhoneDigits, Country: country}
			got := made(t, r, employee.Text(tt.in))
			if got != want {
				t.Errorf("%q with country %q: %q, want %q", tt.in, country, got, want)
			}
			if again := made(t, r, employee.Text(got)); !strings.HasPrefix(got, "problem") && again != got {
				t.Errorf("%q becomes %q, and that %q", tt.in, got, again)
			}
		}
	}
}

package employee_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rosterkit/rosterkit/employee"
)

func number(s string) employee.Value {
	v, err := employee.Number(s)
	if err != nil {
		panic(s + ": " + err.Error())
	}
	return v
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, want string }{ // want is "" for an error
		{in: "0", want: "0"}, {in: "-0", want: "0"}, {in: "007", want: "7"}, {
			in: "27000.00", want: "27000",
		}, {in: "0.50", want: "0.5"}, {in: "+1.5", want: "1.5"},
		{
			in: "-1200.05", want: "-1200.05",
		}, {in: "12e3", want: "12000"}, {in: "1.25E+1", want: "12.5"}, {in: "125e-4", want: "0.0125"}, {
			in: "-1e-2", want: "-0.01",
		},
		{in: "9007199254740993", want: "9007199254740993"}, // beyond a float
		{}, {in: "."}, {in: ".5"}, {in: "5."}, {in: "1,5"}, {in: "1.234,50 €"}, {in: "1 000"}, {in: "--1"}, {
			in: "-",
		},
		{in: "1e"}, {in: "1e999999999"}, {in: "0x10"}, {in: "NaN"}, {in: "Inf"}, {in: "١"},
	} {
		v, err := employee.Number(tt.in)
		if (err != nil) != (tt.want == "") || v.String() != tt.want {
			t.Errorf("Number(%q) = %q, %v, want %q", tt.in, v, err, tt.want)
		}
	}
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"0", "-1200.50", "12e3", "1e-39", "00.00", "1.2.3", "9007199254740993"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := employee.Number(s)
		if err != nil {
			return
		}
		in, ok1 := new(big.Rat).SetString(s)
		out, ok2 := new(big.Rat).SetString(v.String())
		if !ok1 || !ok2 || in.Cmp(out) != 0 {
			t.Errorf("Number(%q) = %q", s, v)
		}
		if again, err := employee.Number(v.String()); err != nil || again != v {
			t.Errorf("Number(%q) = %q is not stable: %q, %v", s, v, again, err)
		}
	})
}

func TestValue(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		v     employee.Value
		state employee.State
		kind  employee.Kind
		text  string
		items []string
		json  string
	}{
		{name: "zero", v: employee.Value{}, state: employee.StateAbsent, json: `{"state":"absent"}`},
		{name: "withheld", v: employee.Withheld(), state: employee.StateWithheld, json: `{"state":"withheld"}`},
		{name: "empty", v: employee.Empty(), state: employee.StateEmpty, json: `null`},
		{name: "no text", v: employee.Text(""), state: employee.StateEmpty, json: `null`},
		{name: "no day", v: employee.Day(employee.Date{}), state: employee.StateEmpty, json: `null`},
		{name: "no items", v: employee.List(), state: employee.StateEmpty, json: `null`},
		{
			name: "text", v: employee.Text("R&D <1>"), state: employee.StateKnown, kind: employee.KindText,
			text: "R&D <1>", items: []string{"R&D <1>"}, json: `"R&D <1>"`,
		},
		{
			name: "number", v: number("9007199254740993.10"), state: employee.StateKnown, kind: employee.KindNumber,
			text: "9007199254740993.1", items: []string{"9007199254740993.1"}, json: `9007199254740993.1`,
		},
		{
			name: "yes", v: employee.Bool(true), state: employee.StateKnown, kind: employee.KindBool,
			text: "true", items: []string{"true"}, json: `true`,
		},
		{
			name: "no", v: employee.Bool(false), state: employee.StateKnown, kind: employee.KindBool,
			text: "false", items: []string{"false"}, json: `false`,
		},
		{
			name: "day", v: employee.Day(date("2026-01-31")), state: employee.StateKnown, kind: employee.KindDate,
			text: "2026-01-31", items: []string{"2026-01-31"}, json: `{"date":"2026-01-31"}`,
		},
		{
			name: "list", v: employee.List("a", "", "3:b, ü"), state: employee.StateKnown, kind: employee.KindList,
			text: "a, , 3:b, ü", items: []string{"a", "", "3:b, ü"}, json: `["a","","3:b, ü"]`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.v.State() != tt.state || tt.v.Kind() != tt.kind || tt.v.String() != tt.text {
				t.Errorf("got %v %q %q, want %v %q %q", tt.v.State(), tt.v.Kind(), tt.v, tt.state, tt.kind, tt.text)
			}
			if diff := cmp.Diff(tt.items, tt.v.Items()); diff != "" {
				t.Errorf("Items (-want +got):\n%s", diff)
			}
			if known := tt.v.Known(); known != (tt.state == employee.StateKnown) {
				t.Errorf("Known = %v", known)
			}
			data, err := tt.v.MarshalJSON()
			if err != nil || string(data) != tt.json {
				t.Errorf("JSON = %s, %v, want %s", data, err, tt.json)
			}
			back := employee.Text("left over")
			if err := back.UnmarshalJSON(data); err != nil || back != tt.v {
				t.Errorf("%s read back as %#v %q, %v", data, back, back, err)
			}
			if printed := fmt.Sprintf("%#v", tt.v); tt.text != "" && strings.Contains(printed, tt.text+")") {
				t.Errorf("%%#v shows the value: %s", printed)
			}
		})
	}
}

func TestValueRejectsOtherJSON(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		`{}`, `{"date":"31.01.2026"}`, `{"state":"lost"}`, `[1]`, `[null]`, `[["a"]]`, `1e999`, `{"date":null}`,
		`{"date":""}`,
		`{"date":"2026-01-31","state":"absent"}`, `{"state":"absent","state":"absent"}`, `{"state":"withheld","x":"y"}`,
	} {
		v := employee.Text("kept")
		if err := json.Unmarshal([]byte(in), &v); err == nil || v != employee.Text("kept") {
			t.Errorf("%s: error %v, left %#v", in, err, v)
		}
	}
}

func TestStateText(t *testing.T) {
	t.Parallel()
	for s := range employee.StateKnown + 1 {
		data, err := json.Marshal(s)
		back := employee.State(99)
		if err != nil || json.Unmarshal(data, &back) != nil || back != s || string(data) != `"`+s.String()+`"` {
			t.Errorf("%v is %s, %v, and read back %v", s, data, err, back)
		}
	}
	kept := employee.StateKnown
	if err := json.Unmarshal([]byte(`"lost"`), &kept); err == nil || kept != employee.StateKnown {
		t.Errorf("an unknown state: error %v, left %v", err, kept)
	}
}

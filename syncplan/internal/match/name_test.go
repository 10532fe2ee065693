package match

import "testing"

func TestNamesCompare(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		a, b   []string
		hidden bool // a name of a
		want   Likeness
	}{
		{name: "the same", a: []string{"Ada", "Example"}, b: []string{"ada", "EXAMPLE"}, want: LikenessAlike},
		{name: "one word is enough", a: []string{"Ada", "Example"}, b: []string{"Ada", "Married"}, want: LikenessAlike},
		{name: "in another order", a: []string{"Ada", "Example"}, b: []string{"Example, Ada Maria"}, want: LikenessAlike},
		{name: "a word within another", a: []string{"Ann"}, b: []string{"Joanna"}, want: LikenessAlike},
		{name: "two letters within another", a: []string{"Jo"}, b: []string{"Joanna"}, want: LikenessDifferent},
		{name: "the same two letters", a: []string{"Jo", "Li"}, b: []string{"Jo", "Smith"}, want: LikenessAlike},
		{name: "different", a: []string{"John", "Stone"}, b: []string{"Wendy", "Zhou"}, want: LikenessDifferent},
		{name: "no name", a: []string{"John", "Stone"}, want: LikenessSilent},
		{name: "digits are no name", a: []string{"John", "Stone"}, b: []string{"1234"}, want: LikenessSilent},
		{name: "another script", a: []string{"花子", "山田"}, b: []string{"Hanako", "Yamada"}, want: LikenessSilent},
		{name: "two scripts, one in common", a: []string{"花子", "Yamada"}, b: []string{"Wendy"}, want: LikenessDifferent},
		{name: "one character of Han", a: []string{"王"}, b: []string{"王小明"}, want: LikenessAlike},
		{name: "two of Hangul", a: []string{"민준"}, b: []string{"김민준"}, want: LikenessAlike},
		{name: "one of Hangul", a: []string{"김"}, b: []string{"김민준"}, want: LikenessDifferent},
		{name: "hidden, and none in common", a: []string{"John"}, b: []string{"Zhou"}, hidden: true, want: LikenessUnknown},
		{name: "hidden, and one in common", a: []string{"John"}, b: []string{"John"}, hidden: true, want: LikenessAlike},
		{name: "hidden, and no name to compare", a: []string{"John"}, hidden: true, want: LikenessSilent},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var a, b Names
			for _, text := range tt.a {
				a.Add(text)
			}
			for _, text := range tt.b {
				b.Add(text)
			}
			if tt.hidden {
				a.Hide()
			}
			if got := a.Compare(&b); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
			if got := b.Compare(&a); got != tt.want {
				t.Errorf("the other way round: got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestFullNames(t *testing.T) {
	t.Parallel()
	var names Names
	names.Add("Example, Ada")
	names.Add("Ada M. Example")
	for _, tt := range []struct {
		name string
		full FullName
		want bool
	}{
		{name: "both words", full: FullNameOf("Ada", "Example"), want: true},
		{name: "in another order", full: FullNameOf("Example", "Ada"), want: true},
		{name: "one other word", full: FullNameOf("Ada", "Other"), want: false},
		{name: "part of a word", full: FullNameOf("Ad", "Example"), want: false},
	} {
		if got := names.Carries(tt.full); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
	for _, parts := range [][]string{{"Ada"}, {"Ada", ""}, {"", "Example"}, {"Ada", "ADA"}} {
		if got := FullNameOf(parts...); got != "" {
			t.Errorf("%q is the full name %q, want none", parts, got)
		}
	}
}

package rest

import "testing"

// TestMaskForms: a secret is masked in every spelling that servers echo.
func TestMaskForms(t *testing.T) {
	t.Parallel()
	mask := newMask([]string{`ab+/c<&>=d"e`}, nil)
	for name, text := range map[string]string{
		"as it is":                  `ab+/c<&>=d"e`,
		"percent, upper case":       `ab%2B%2Fc%3C%26%3E%3Dd%22e`,
		"percent, lower case":       `ab%2b%2fc%3c%26%3e%3dd%22e`,
		"HTML, named":               `ab+/c&lt;&amp;&gt;=d&#34;e`,
		"HTML, the plus as number":  `ab&#43;/c&lt;&amp;&gt;=d&#34;e`,
		"HTML, numbers":             `ab&#43;&#47;c&#60;&#38;&#62;&#61;d&#34;e`,
		"JSON of Go":                `ab+/c\u003c\u0026\u003e=d\"e`,
		"JSON":                      `ab+/c<&>=d\"e`,
		"JSON with escaped slashes": `ab+\/c<&>=d\"e`,
	} {
		if got := mask("key " + text + "."); got != "key ***." {
			t.Errorf("%s: %s", name, got)
		}
	}
}

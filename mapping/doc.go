// Package mapping decides which employees are in scope and which attributes their
// users get. Settings are data: store a [Mapping] as JSON, find every fault in it with
// [Parse] or [Mapping.Validate], run it with [Compile], and preview one employee with
// [Program.Explain].
//
// The package does no I/O and reads no clock. What is compiled is safe for concurrent
// use.
//
// # The document
//
//	{
//	  "scope": {"all": [
//	    {"field": "employment_status", "op": "equals", "values": ["Full-Time", "Part-Time"]},
//	    {"not": {"field": "department", "op": "equals", "values": ["Contractors"]}}
//	  ]},
//	  "rules": [
//	    {"target": "email", "from": ["work_email"], "required": true},
//	    {"target": "name", "format": "{preferred_name|first_name} {last_name}"},
//	    {"target": "group", "constant": "Alumni",
//	     "when": {"field": "lifecycle", "op": "equals", "values": ["left"]}},
//	    {"target": "group", "from": ["department"], "on_empty": "clear"},
//	    {"target": "budget", "from": ["custom.Budget"], "type": "number", "decimal": ","}
//	  ]
//	}
//
// [Mapping], [Condition], [Op] and [Rule] explain its keys. Fields are those of
// [employee.Field], and [FieldLifecycle].
//
// # Unknown
//
// A condition is true, false or unknown, as it is of an absent or withheld field.
// Under all, one false decides, under any, one true. While a condition is unknown, no
// user loses access and no attribute changes.
//
// # Formats
//
// In a format, "{preferred_name|first_name}" is the first of its fields with a
// value, "{{" and "}}" are braces, the rest is text. A name with a bar, a brace or a
// quotation mark in it stands in quotation marks: {"custom.a|b"}. Where a part is empty, the text
// beside it goes too, as in "{last_name}, {first_name} ({job_title})":
//
//   - Text before the first part stands only with the first part, text after the
//     last only with the last.
//   - Brackets or quotation marks around parts are one part, empty if all within
//     is. Without a neighbour they are dropped.
//   - Between two parts, with others missing between them, one text remains: the
//     one before the second part if it has a word in it or a bracket follows, else
//     the first of those with the most signs and no words.
//
// # Bad values
//
// A value that cannot be read leaves one attribute of one user alone; see [Outcome].
// Only an empty field can clear an attribute, or a word that Rule.NoValue has.
package mapping

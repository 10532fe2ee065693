// Package mapping decides who is in scope and which attributes they get, the
// way a customer's admin set it up. Settings are data: a [Mapping] is stored as
// JSON, [Parse] and [Mapping.Validate] find every fault in it, and [Compile]
// makes it run.
//
// The package does no I/O and reads no clock. Its types are plain data, or
// immutable once compiled, and safe for concurrent use.
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
// Its keys, none of which is required but target:
//
//   - scope: the condition for being provisioned; without it everybody is.
//   - rules: what gives the attributes their values; see below.
//   - yes, no: the words that count as yes and no, instead of [DefaultYes] and
//     [DefaultNo].
//
// A condition is an object with exactly one of these:
//
//   - all, any: a list of conditions, every one or at least one of which holds.
//   - not: a condition that fails.
//   - field: the field to test, with op, the operator ([Op] lists them), values,
//     and exact, which is true for text to the letter.
//
// A rule has:
//
//   - target: the attribute.
//   - from, format or constant, exactly one: the fields to take the value from,
//     the first of them that has one; a text with fields in braces; or the value
//     itself.
//   - when: the condition for the rule. Of several rules for one target the
//     first whose condition holds decides.
//   - type: "text", which is the default, "number", "bool", "date" or "list".
//   - separator: for a list, what stands between its items in one text.
//   - decimal: for a number, its decimal sign: "," reads 1.234,50 and "."
//     1,234.50. Without it a number is 1234.50, and has no grouping.
//   - units: for a number, a list of what may stand before or behind it, such as
//     "EUR" and "€". Anything else beside a number is a problem.
//   - case: "upper", "lower" or "title", which makes DUPONT-MARTIN
//     Dupont-Martin.
//   - diacritics: "strip" for plain Latin letters, Muller for Müller.
//   - max_length: cuts text to so many characters.
//   - date_format: how days are written, such as "DD.MM.YYYY" or "M/D/YYYY",
//     where not 2006-01-02: a date is read from text in this form, and a text
//     made of a day is written in it.
//   - check: "email" for text that must be an e-mail address, as that of the
//     target email has to be anyway.
//   - lookup: an object from words to answers. The word "*" answers for every
//     other; without it another word is a problem. Words are matched without
//     the blanks around them and without case.
//   - on_empty: what to do when the HR system says that there is no value:
//     "clear", or "default", which takes the value in default. Without it the
//     attribute is left alone.
//   - required: true if nobody may be created without it.
//   - authority: "fill" sets the attribute only when the user has none,
//     "create" only when the user is created. Without it HR wins; but a
//     private address that stands in for a blank work address is for new users
//     only, unless "always" says otherwise.
//
// What a rule does to a text it does in this order: trim, diacritics, case,
// check or max_length. Fields are named as in [employee.Field]; [FieldLifecycle] is
// one more. [Program.Explain] shows what all of this makes of one person.
//
// # Three answers
//
// A condition is true, false, or cannot be told: a field that was not asked
// for, or is withheld, says nothing. Where one cannot be told, nobody is
// removed and no attribute touched. See [CompileCondition].
//
// # Formats
//
// In a format "{preferred_name|first_name}" is the first of its fields that has
// a value, "{{" and "}}" are braces, and the rest is text. The fields are those
// of the HR system, never other targets. When a part is
// empty, the text beside it goes too, so that "{last_name}, {first_name}
// ({job_title})" reads well whatever is missing:
//
//   - Text before the first part stands only with the first part, text behind
//     the last only with the last.
//   - Brackets and quotation marks with parts in them are a part of their own,
//     empty if all within is. Left alone they are dropped.
//   - Between two parts with others missing between them, one of the texts that
//     stood there remains: the one next to the second part if it has a word in
//     it or a bracket follows, else the first of those with the most signs and
//     no words.
//
// # Bad values
//
// What cannot be read leaves one attribute of one person alone, with a problem
// that says why and never quotes the value: see [Outcome]. Only a field that
// the HR system says is empty can clear an attribute.
package mapping

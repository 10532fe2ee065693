package syncplan

import (
	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/mapping"
)

// A description is what a form shows for a key.
type description struct {
	title, text string
	required    bool
	choices     []string // of a word, or of the items of a list
	standard    any      // what stands for a missing key
	most        int      // of a number; 0: any
	signed      bool     // the number may be below 0
	unset       bool     // of a condition that may be "not set", an object without keys
}

// words makes choices of typed words.
func words[T ~string](typed ...T) []string {
	plain := make([]string, len(typed))
	for i, w := range typed {
		plain[i] = string(w)
	}
	return plain
}

// descriptions are those of every key, by Go type and key.
func descriptions() map[string]description {
	all := settingsText()
	for _, more := range []map[string]description{policyText(), ruleText(), conditionText()} {
		for key, d := range more {
			all[key] = d
		}
	}
	return all
}

func settingsText() map[string]description {
	return map[string]description{
		"Settings.name":       {title: "Name", text: "The name of this connection."},
		"Settings.zone":       {title: "Time zone", text: `The IANA zone in which days begin and end, such as "Europe/Berlin", for employees without a better one.`, required: true},
		"Settings.zones":      {title: "Time zones by employee", text: "The first whose condition holds gives the employee's zone."},
		"Settings.mapping":    {title: "Mapping", text: "Which employees are in scope, and which attributes they get.", required: true},
		"Settings.match":      {title: "Matching", text: "How employees are matched with users that have no link, in order. Without it: by address."},
		"Settings.moves_from": {title: "Moves from", text: "The HR accounts that this one replaces: their users are matched anew, and all that follows waits for one approval."},
		"Settings.policy":     {title: "Policy", text: "What happens to users. Without it: the careful choice everywhere."},

		"ZoneRule.when": {title: "When", text: "Which employees the zone is for.", required: true},
		"ZoneRule.zone": {title: "Time zone", text: `An IANA zone such as "Pacific/Auckland".`, required: true},

		"Move.source":   {title: "Source", text: `The old HR account as in the links of its users, such as "bamboohr/acme".`, required: true},
		"Move.same_ids": {title: "Same ids", text: "The employees have kept their ids, as in an account with another name. For one source at most.", standard: false},

		"Key.targets": {title: "Attributes", text: "All of their values must be set and equal, but for case and surrounding blanks.", required: true},
		"Key.names":   {title: "Names", text: "Where the names of an employee and a user differ they are not matched, unless this says ignore: the key stands alone.", choices: words(KeyNamesCompare, KeyNamesIgnore), standard: ""},
		"Key.name":    {title: "Is a name", text: "A name matches only where no identifier is set, and only if it is unique among employees and users.", standard: false},
	}
}

// percentages says of what a guard's own percentage is taken.
const percentages = "The percentage is of the first 500 users, and 1 % of the rest."

func policyText() map[string]description {
	return map[string]description{
		"Policy.create_ahead":     {title: "Create ahead", text: `How many days before the hire date a user is created; "any" is as soon as the record exists.`, standard: 0},
		"Policy.deactivate_after": {title: "Deactivate after", text: "How many days after the end date a user keeps access.", standard: 0, most: mostDays},
		"Policy.inactive":         {title: "Inactive users", text: "Their values are left alone, unless this says update: then those of linked users follow HR, but for the address, the keys and the manager.", choices: words(InactiveLeave, InactiveUpdate), standard: ""},
		"Policy.first_plan":       {title: "First plan", text: "Whether the plan waits for approval while no user is linked yet.", choices: words(FirstPlanRun, FirstPlanHold), standard: ""},
		"Policy.leaving_evidence": {title: "Evidence of leaving", text: "What proves that an employee has left: status and dates, unless one is named here.", choices: words(LeavingEvidenceBoth, LeavingEvidenceEndDate, LeavingEvidenceStatus), standard: ""},
		"Policy.block":            {title: "Block", text: "Which employees must not have an active user.", unset: true},
		"Policy.left":             {title: "Leavers", text: "Deactivated unless this says keep, or sync to go on applying the rules.", choices: words(TreatmentDefault, TreatmentDeactivate, TreatmentKeep, TreatmentSync), standard: ""},
		"Policy.blocked":          {title: "Blocked", text: "Deactivated unless this says keep.", choices: words(TreatmentDefault, TreatmentDeactivate, TreatmentKeep), standard: ""},
		"Policy.out_of_scope":     {title: "Out of scope", text: "Kept and reported unless this says deactivate.", choices: words(TreatmentDefault, TreatmentKeep, TreatmentDeactivate), standard: ""},
		"Policy.no_record":        {title: "No record", text: "Kept and reported unless this says deactivate, or deactivate_ended for users whose end date was read and has passed.", choices: words(TreatmentDefault, TreatmentKeep, TreatmentDeactivateEnded, TreatmentDeactivate), standard: ""},
		"Policy.reactivate":       {title: "Reactivate", text: "Which inactive users are reactivated: those that the sync deactivated, unless this says always or never.", choices: words(ReactivationOwn, ReactivationAlways, ReactivationNever), standard: ""},
		"Policy.relink":           {title: "Relink", text: "Every user that would change its employee record waits for approval, unless this says same_person: then a rehire under a new id runs where nothing is in doubt.", choices: words(RelinkPolicyHold, RelinkPolicySamePerson), standard: ""},
		"Policy.limits":           {title: "Limits", text: "Thresholds: with more actions than this, all of them need approval."},

		"Limits.creates":       {title: "New users", text: "Without it: 20, or 20 % if that is more, once a user is linked. " + percentages},
		"Limits.deactivations": {title: "Deactivations", text: "Without it: 5, or 20 % if that is more, and never more than half. " + percentages},
		"Limits.email_changes": {title: "New addresses", text: "Of existing users. Without it: 5, or 10 % if that is more. " + percentages},
		"Limits.changes":       {title: "Changed values", text: "Users who would get another value of one attribute. Without it: 20, or 50 % if that is more; for names 5, or 20 % if that is more, and never more than half. " + percentages},
		"Limits.clears":        {title: "Cleared values", text: "Users who would lose the value of one attribute, or their manager. Without it: 5, or 20 % if that is more, and never more than half. " + percentages},

		"Limit.count":   {title: "Count", text: "Up to this number, the percentage does not matter. With 0 and 0 % every one needs approval.", standard: 0},
		"Limit.percent": {title: "Percent", text: "Of the active users linked to this HR account.", standard: 0, most: 100},
	}
}

func ruleText() map[string]description {
	return map[string]description{
		"Replacement.old": {title: "Text", text: "What to search for, to the letter.", required: true},
		"Replacement.new": {title: "Replacement", text: "What stands in its place.", required: true},

		"Padding.width":     {title: "Width", text: "How many characters the text has at least.", most: 1_000},
		"Padding.character": {title: "Character", text: `What is written before it, such as "0".`},

		"Mapping.scope": {title: "Sync if", text: "Which employees are provisioned. Without it: all.", unset: true},
		"Mapping.rules": {title: "Rules", text: "They give the attributes their values. Of several rules for one attribute the first whose condition holds decides."},
		"Mapping.yes":   {title: "Words for yes", text: "Instead of the usual ones.", standard: mapping.DefaultYes()},
		"Mapping.no":    {title: "Words for no", text: "Instead of the usual ones.", standard: mapping.DefaultNo()},

		"Rule.target":      {title: "Attribute", text: `What gets the value. "email" and "manager" have a meaning of their own.`, required: true},
		"Rule.from":        {title: "From", text: "The fields to take the value from: the first that has one; for a list, all of them."},
		"Rule.format":      {title: "Format", text: `Text with fields in braces, such as "{preferred_name|first_name} {last_name}".`},
		"Rule.constant":    {title: "Constant", text: "The value itself."},
		"Rule.when":        {title: "When", text: "Which employees the rule is for. Without it: all.", unset: true},
		"Rule.type":        {title: "Type", text: "What the value is; a set is a list whose order does not count.", choices: words("", employee.KindText, employee.KindNumber, employee.KindBool, employee.KindDate, employee.KindList, mapping.KindSet), standard: ""},
		"Rule.separator":   {title: "Separator", text: "The text between the items of a list."},
		"Rule.decimal":     {title: "Decimal sign", text: `"," reads 1.234,50 and "." reads 1,234.50. Without it a number is 1234.50.`, choices: []string{"", ".", ","}, standard: ""},
		"Rule.units":       {title: "Units", text: `What may stand before or behind the number, such as "EUR". Any other text beside it is a problem.`},
		"Rule.case":        {title: "Case", text: "How letters are written; title makes DUPONT-MARTIN Dupont-Martin.", choices: []string{"", "upper", "lower", "title"}, standard: ""},
		"Rule.diacritics":  {title: "Diacritics", text: "strip writes plain Latin letters: Muller for Müller.", choices: []string{"", "strip"}, standard: ""},
		"Rule.max_length":  {title: "Maximum length", text: "In characters; longer text is cut. 0 is any length.", standard: 0, most: 10_000},
		"Rule.date_format": {title: "Date format", text: `How days are written, such as "DD.MM.YYYY". Without it: 2006-01-02.`},
		"Rule.check":       {title: "Check", text: "email does not change the attribute where the text is not an e-mail address; the attribute email always has this check.", choices: []string{"", mapping.CheckEmail}, standard: ""},
		"Rule.instant":     {title: "Instant", text: `Reads an instant such as 2026-01-31T23:00:00Z as its day in this IANA zone, or as the day that is written.`},
		"Rule.part":        {title: "Part", text: "Which item of a text with separators is taken, 1 for the first and -1 for the last. 0 is the whole text.", standard: 0, signed: true, most: 1_000},
		"Rule.replace":     {title: "Replace", text: "Replaced all at once; of several that fit at a place, the first."},
		"Rule.domain":      {title: "New domains", text: "New domains of addresses, by old domain."},
		"Rule.phone":       {title: "Phone number", text: "digits writes a phone number as digits, behind a + if it has a calling code; 00 becomes +.", choices: []string{"", mapping.PhoneDigits}, standard: ""},
		"Rule.country":     {title: "Calling code", text: `Of phone numbers without one, such as "49": it takes the place of a leading 0, and a (0) behind a code is left out.`},
		"Rule.currency":    {title: "Currency", text: "code writes an amount with the code of its currency behind it: 1234.5 EUR.", choices: []string{"", mapping.CurrencyCode}, standard: ""},
		"Rule.pad":         {title: "Fill up", text: "Writes a character before a text until it is long enough."},
		"Rule.no_value":    {title: "No value", text: `Words that count as an empty field; "*" is all words that are not in the lookup table.`},
		"Rule.lookup":      {title: "Lookup table", text: `The value for each word; "*" is for all other words, which are a problem without it.`},
		"Rule.default":     {title: "Default", text: `The value for on_empty "default".`},
		"Rule.required":    {title: "Required", text: "No user is created without it.", standard: false},
		"Rule.authority":   {title: "Authority", text: "HR wins, unless this says fill (only where the user has nothing), create (only for new users) or until_changed (what the product edits stays until HR's own value changes); always makes even a private address replace a login.", choices: words(mapping.AuthorityHR, mapping.AuthorityAlways, mapping.AuthorityFill, mapping.AuthorityCreate, mapping.AuthorityUntilChanged), standard: ""},
		"Rule.others":      {title: "Other items", text: "keep leaves a user the items of a set that the rule can never give; without it they are removed.", choices: []string{"", mapping.OthersKeep}, standard: ""},
		"Rule.on_empty":    {title: "When empty", text: "Where HR says that there is no value, the attribute is not changed, unless this says clear or default.", choices: words(mapping.OnEmptyLeave, mapping.OnEmptyClear, mapping.OnEmptyDefault), standard: ""},
	}
}

func conditionText() map[string]description {
	return map[string]description{
		"Condition.all":    {title: "All", text: "Holds if every one of these does."},
		"Condition.any":    {title: "Any", text: "Holds if at least one of these does."},
		"Condition.not":    {title: "Not", text: "Holds if this fails."},
		"Condition.field":  {title: "Field", text: "What to test."},
		"Condition.op":     {title: "Operator", text: "How to test it.", choices: words(mapping.Ops()...)},
		"Condition.values": {title: "Values", text: `What to compare with; a day is "2026-01-31", "today" or "today+14".`},
		"Condition.than":   {title: "Than", text: "Another date of the employee, to compare with in place of a value."},
		"Condition.exact":  {title: "Exact", text: "Case and blanks count.", standard: false},
	}
}

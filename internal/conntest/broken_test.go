package conntest

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// A breach is a connector that breaks the contract in one way.
type breach struct {
	name     string
	caughtBy string // properties, every one of which must report
	says     string // what one of the reports of each is about; "": anything
	variant  variant
	token    bool
	whole    bool // everybody in one answer
}

func (b breach) size() int {
	if b.whole {
		return 0
	}
	return 5
}

func broken() []breach { return slices.Concat(brokenWithin(), brokenClients(), brokenTransports()) }

// brokenWithin read the answers wrongly.
func brokenWithin() []breach {
	within := func(q quirks) variant { return variant{quirks: q} }
	return []breach{
		{name: "takes the first page for all", caughtBy: "Pages Laws Concurrency", variant: within(quirks{last: true, uncounted: true})},
		{name: "ignores the cursor", caughtBy: "Pages", variant: within(quirks{sameQuery: true})},
		{name: "does not compare the total", caughtBy: "Removal", says: "people without an error", variant: within(quirks{uncounted: true})},
		{name: "publishes a cut page", caughtBy: "CutOnce CutForever", says: "people without an error", variant: within(quirks{fetch: lenientPage, uncounted: true})},
		{name: "publishes a cut answer", caughtBy: "CutOnce CutForever", says: "people without an error", whole: true, variant: within(quirks{fetch: lenientPage, uncounted: true})},
		{name: "reads a cut page once", caughtBy: "CutOnce", variant: within(quirks{fetch: impatientPage})},
		{name: "takes any JSON for nobody", caughtBy: "StrangeBodies", says: "0 people without an error", variant: within(quirks{fetch: credulousPage})},
		{name: "stops at the end of the JSON", caughtBy: "StrangeBodies", says: "garbage", variant: within(quirks{fetch: firstDocument})},
		{name: "stumbles over a mark", caughtBy: "ByteOrderMark", variant: within(quirks{fetch: unmarkedPage})},
		{name: "drops people it cannot read", caughtBy: "InvalidText ImpossibleDates", variant: within(quirks{convert: droppingConvert})},
		{name: "quotes what it cannot read", caughtBy: "InvalidText ImpossibleDates", says: "quotes", variant: within(quirks{convert: quotingConvert})},
		{name: "keeps what it cannot read", caughtBy: "InvalidText", says: "is known", variant: within(quirks{convert: rawConvert})},
		{name: "says nothing of what it cannot read", caughtBy: "InvalidText ImpossibleDates", says: "nobody has a problem", variant: within(quirks{convert: silentConvert})},
		{name: "has people that JSON cannot carry", caughtBy: "Laws", says: "survive", variant: within(quirks{convert: unsoundConvert})},
		{name: "gives one id to all", caughtBy: "Pages Laws", variant: within(quirks{convert: sameConvert})},
		{name: "begins when it has ended", caughtBy: "Origin", says: "7s", variant: within(quirks{late: true})},
		{name: "follows links anywhere", caughtBy: "Links", says: "instead of", variant: linking()},
		{name: "puts the key into the query", caughtBy: "Headers", says: "secret", variant: within(quirks{query: url.Values{"key": {key}}})},
	}
}

// brokenClients hand out wrongly what an honest client read.
func brokenClients() []breach {
	around := func(f func(Client) Client) variant { return variant{client: f} }
	return []breach{
		{name: "swallows errors", caughtBy: "Errors Unauthorized CutForever NotFound ServerErrors", says: "without an error", variant: around(swallowing)},
		{name: "gives a person with the error", caughtBy: "Errors", says: "together", variant: around(withPerson)},
		{name: "goes on after the error", caughtBy: "Errors", says: "goes on", variant: around(goingOn)},
		{name: "gives a roster with the error", caughtBy: "Errors", says: "together", variant: around(withRoster)},
		{name: "gives a short roster", caughtBy: "Errors Removal", says: "without an error", variant: around(shortRoster)},
		{name: "has errors of its own", caughtBy: "Errors Secrets", says: "FetchError", variant: around(ownErrors)},
		{name: "does not say what it did", caughtBy: "Errors", says: "Op", variant: around(withoutOp)},
		{name: "loses the status", caughtBy: "Errors NotFound ServerErrors", says: "StatusCode", variant: around(withoutStatus)},
		{name: "confuses the classes", caughtBy: "Unauthorized Forbidden WrongCredentials LongRetryAfter", says: "want", variant: around(oneClass)},
		{name: "begins again and lacks people", caughtBy: "Removal", says: "lacks", variant: around(forgetful)},
		{name: "begins again and doubles people", caughtBy: "Removal", says: "twice", variant: around(doubling)},
		{name: "is eager", caughtBy: "Ranges", says: "before anybody ranged", variant: around(eager)},
		{name: "can be ranged over once", caughtBy: "Ranges", says: "differ", variant: around(once)},
		{name: "reads all before the first", caughtBy: "Break", says: "as many as for everybody", variant: around(hoarding)},
		{name: "reads on after the break", caughtBy: "Break", says: "after the break", variant: around(stubborn)},
		{name: "checks before each listing", caughtBy: "Requests", says: "want", variant: around(checking)},
		{name: "ignores the context", caughtBy: "CancelledBefore CancelledByConsumer CancelledInRequest Deadline DeadlineInWait", variant: around(deaf)},
		{name: "mixes up its callers", caughtBy: "Concurrency", variant: around(sharing)},
		{name: "never tires of pages", caughtBy: "Loop", says: "would not stop", variant: around(tireless)},
		{name: "prints the key", caughtBy: "Secrets", says: "the client", variant: around(printing)},
		{name: "quotes the key in errors", caughtBy: "Secrets", says: "the error of", variant: around(telling)},
		{name: "checks by reading everybody", caughtBy: "CheckIsCheap", variant: around(thorough)},
		{name: "counts wrongly", caughtBy: "Check", says: "people", variant: around(miscounting)},
		{name: "checks nothing", caughtBy: "WrongCredentials CancelledBefore CheckIsCheap", variant: around(trusting)},
		{name: "has a field twice", caughtBy: "Catalog", says: "first of this name", variant: around(catalog(doubled))},
		{name: "has a field without a label", caughtBy: "Catalog", says: "no label", variant: around(catalog(unlabelled))},
		{name: "has its fields in any order", caughtBy: "Catalog", says: "differs", variant: around(unsteady)},
		{name: "has a field that is none", caughtBy: "Catalog", says: "no field", variant: around(catalog(misnamed))},
		{name: "logs the key", caughtBy: "Secrets", says: "the log", variant: logging()},
	}
}

// brokenTransports send wrongly what an honest client asks for.
func brokenTransports() []breach {
	again := func(most int, wait time.Duration, statuses ...int) variant {
		return through(func(next http.RoundTripper) http.RoundTripper { return &repeater{next, statuses, most, wait} })
	}
	return []breach{
		{name: "repeats 401", caughtBy: "Unauthorized", says: "attempts", variant: again(1, time.Second, 401)},
		{name: "repeats 401 with one token after another", caughtBy: "Unauthorized", says: "attempts", token: true, variant: again(1, time.Second, 401)},
		{name: "repeats 403", caughtBy: "Forbidden", says: "attempts", variant: again(1, time.Second, 403)},
		{name: "repeats at once", caughtBy: "NoRetryAfter RetryAfter", says: "waited", variant: again(1, 0, 429, 503)},
		{name: "hammers a server that is down", caughtBy: "ServerErrors", says: "attempts", variant: again(20, time.Second, 500)},
		{name: "waits for hours", caughtBy: "ServerErrors LongRetryAfter", says: "it took", variant: again(1, time.Hour, 429, 500)},
		{name: "waits beyond the deadline", caughtBy: "DeadlineInWait", says: "it took", variant: again(1, 30*time.Second, 429, 503)},
		{name: "overlooks Retry-After", caughtBy: "RetryAfter LongRetryAfter", variant: through(withoutHint)},
		{name: "gives up at once", caughtBy: "PassingFaults RetryAfter NoRetryAfter", variant: through(impatient)},
		{name: "follows redirects", caughtBy: "Redirects", says: "instead of", variant: through(following)},
		{name: "hides its name", caughtBy: "Headers", says: "User-Agent", variant: through(nameless)},
	}
}

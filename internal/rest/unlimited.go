package rest

import "context"

type unlimited struct{}

// Unlimited returns a context for calls that no Limit holds back. It is for
// measures of the work that a listing is, which with the vendor's limit would
// measure the limit. A test sees to it that no connector calls it.
func Unlimited(ctx context.Context) context.Context {
	return context.WithValue(ctx, unlimited{}, true)
}

func isUnlimited(ctx context.Context) bool { return ctx.Value(unlimited{}) != nil }

package conntest

import (
	"context"
	"errors"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/rosterkit/rosterkit/employee"
)

// An altered client has some calls of its own; the others are the honest ones.
type altered struct {
	Client
	employees func(context.Context) iter.Seq2[employee.Employee, error]
	roster    func(context.Context) (*employee.Roster, error)
	check     func(context.Context) (employee.Access, error)
	catalog   func(context.Context) ([]employee.FieldInfo, error)
}

func (a altered) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	if a.employees != nil {
		return a.employees(ctx)
	}
	return a.Client.Employees(ctx)
}

func (a altered) Roster(ctx context.Context) (*employee.Roster, error) {
	if a.roster != nil {
		return a.roster(ctx)
	}
	if a.employees != nil {
		return employee.Collect(employee.Origin{Provider: "acme", Tenant: "acme"}, a.employees(ctx))
	}
	return a.Client.Roster(ctx)
}

func (a altered) Check(ctx context.Context) (employee.Access, error) {
	if a.check != nil {
		return a.check(ctx)
	}
	return a.Client.Check(ctx)
}

func (a altered) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	if a.catalog != nil {
		return a.catalog(ctx)
	}
	return a.Client.Catalog(ctx)
}

type sequence = iter.Seq2[employee.Employee, error]

// streaming is a client whose sequence is made from the honest one.
func streaming(honest Client, make func(ctx context.Context, seq sequence, yield func(employee.Employee, error) bool)) Client {
	return altered{Client: honest, employees: func(ctx context.Context) sequence {
		seq := honest.Employees(ctx)
		return func(yield func(employee.Employee, error) bool) { make(ctx, seq, yield) }
	}}
}

// onError passes people on and lets f deal with the error.
func onError(honest Client, f func(err error, yield func(employee.Employee, error) bool)) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		for e, err := range seq {
			if err != nil {
				f(err, yield)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	})
}

func swallowing(honest Client) Client {
	return onError(honest, func(error, func(employee.Employee, error) bool) {})
}

func withPerson(honest Client) Client {
	return onError(honest, func(err error, yield func(employee.Employee, error) bool) {
		yield(employee.Employee{ID: "1001"}, err)
	})
}

func goingOn(honest Client) Client {
	return onError(honest, func(err error, yield func(employee.Employee, error) bool) {
		_ = yield(employee.Employee{}, err) && yield(employee.Employee{ID: "1001"}, nil)
	})
}

// retelling is a client whose errors f rewrites.
func retelling(honest Client, f func(error) error) Client {
	tell := func(err error) error {
		if err == nil {
			return nil
		}
		return f(err)
	}
	a := onError(honest, func(err error, yield func(employee.Employee, error) bool) {
		yield(employee.Employee{}, f(err))
	}).(altered)
	a.roster = func(ctx context.Context) (*employee.Roster, error) {
		r, err := honest.Roster(ctx)
		return r, tell(err)
	}
	a.check = func(ctx context.Context) (employee.Access, error) {
		access, err := honest.Check(ctx)
		return access, tell(err)
	}
	return a
}

// edit changes a copy of a FetchError.
func edit(err error, f func(*employee.FetchError)) error {
	fe, ok := errors.AsType[*employee.FetchError](err)
	if !ok {
		return err
	}
	e := *fe
	f(&e)
	return &e
}

func ownErrors(honest Client) Client {
	return retelling(honest, func(error) error { return errors.New("it did not work") })
}

func withoutOp(honest Client) Client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.Op = "" }) })
}

func withoutStatus(honest Client) Client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.StatusCode = 0 }) })
}

func oneClass(honest Client) Client {
	return retelling(honest, func(err error) error {
		return edit(err, func(e *employee.FetchError) { e.Err = employee.ErrUnavailable })
	})
}

func telling(honest Client) Client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.Message = key }) })
}

func withRoster(honest Client) Client {
	return altered{Client: honest, roster: func(ctx context.Context) (*employee.Roster, error) {
		r, err := honest.Roster(ctx)
		if r == nil {
			r = new(employee.Roster)
		}
		return r, err
	}}
}

func shortRoster(honest Client) Client {
	return altered{Client: honest, roster: func(ctx context.Context) (*employee.Roster, error) {
		var people []employee.Employee
		for e, err := range honest.Employees(ctx) {
			if err == nil {
				people = append(people, e)
			}
		}
		return employee.NewRoster(employee.Origin{Provider: "acme", Tenant: "acme"}, people...)
	}}
}

func collected(seq sequence) ([]employee.Employee, error) {
	var people []employee.Employee
	for e, err := range seq {
		if err != nil {
			return people, err
		}
		people = append(people, e)
	}
	return people, nil
}

func replay(people []employee.Employee, err error) sequence {
	return func(yield func(employee.Employee, error) bool) {
		for _, e := range people {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(employee.Employee{}, err)
		}
	}
}

func eager(honest Client) Client {
	return altered{Client: honest, employees: func(ctx context.Context) sequence {
		return replay(collected(honest.Employees(ctx)))
	}}
}

func hoarding(honest Client) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		replay(collected(seq))(yield)
	})
}

// stubborn reads the rest in the background although nobody listens.
func stubborn(honest Client) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		for e, err := range seq {
			if !yield(e, err) {
				go collected(seq)
				return
			}
		}
	})
}

func once(honest Client) Client {
	used := false
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		if !used {
			used = true
			seq(yield)
		}
	})
}

func checking(honest Client) Client {
	return streaming(honest, func(ctx context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		if _, err := honest.Check(ctx); err != nil {
			yield(employee.Employee{}, err)
			return
		}
		seq(yield)
	})
}

func deaf(honest Client) Client {
	return altered{
		Client:    honest,
		employees: func(ctx context.Context) sequence { return honest.Employees(sheltered(ctx)) },
		check:     func(ctx context.Context) (employee.Access, error) { return honest.Check(sheltered(ctx)) },
	}
}

// sharing keeps the people of a listing in the client.
func sharing(honest Client) Client {
	var mu sync.Mutex
	var people []employee.Employee
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		mu.Lock()
		people = nil
		mu.Unlock()
		for e, err := range seq {
			if err != nil {
				yield(e, err)
				return
			}
			time.Sleep(time.Millisecond) // fake, so that the others get their turn
			mu.Lock()
			people = append(people, e)
			mu.Unlock()
		}
		mu.Lock()
		all := slices.Clone(people)
		mu.Unlock()
		replay(all, nil)(yield)
	})
}

// forgetful begins again after an error and has then one too few.
func forgetful(honest Client) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		people, err := collected(seq)
		if err != nil {
			people, err = collected(seq)
			people = people[:max(0, len(people)-1)]
		}
		replay(people, err)(yield)
	})
}

// doubling begins again after an error and keeps what it had.
func doubling(honest Client) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		people, err := collected(seq)
		if err != nil {
			var more []employee.Employee
			more, err = collected(seq)
			people = append(people, more...)
		}
		replay(people, err)(yield)
	})
}

// tireless asks for the first page until it shows something new.
func tireless(honest Client) Client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		for range 1000 {
			people, err := collected(seq)
			if err == nil {
				replay(people, nil)(yield)
				return
			}
		}
		yield(employee.Employee{}, &employee.FetchError{Provider: "acme", Op: opPeople, Err: employee.ErrUnavailable})
	})
}

func printing(honest Client) Client {
	return struct {
		Client
		key string
	}{honest, key}
}

func logging() variant {
	return variant{logs: func(l *slog.Logger) { l.Debug("connecting", "key", key) }}
}

func thorough(honest Client) Client {
	return altered{Client: honest, check: func(ctx context.Context) (employee.Access, error) {
		people, err := collected(honest.Employees(ctx))
		return employee.Access{Tenant: "acme", People: len(people)}, err
	}}
}

func miscounting(honest Client) Client {
	return altered{Client: honest, check: func(ctx context.Context) (employee.Access, error) {
		access, err := honest.Check(ctx)
		access.People /= 2
		return access, err
	}}
}

func trusting(honest Client) Client {
	return altered{Client: honest, check: func(context.Context) (employee.Access, error) {
		return employee.Access{Tenant: "acme", People: -1}, nil
	}}
}

func catalog(f func([]employee.FieldInfo) []employee.FieldInfo) func(Client) Client {
	return func(honest Client) Client {
		return altered{Client: honest, catalog: func(ctx context.Context) ([]employee.FieldInfo, error) {
			infos, err := honest.Catalog(ctx)
			return f(infos), err
		}}
	}
}

func doubled(infos []employee.FieldInfo) []employee.FieldInfo { return append(infos, infos...) }

func unlabelled(infos []employee.FieldInfo) []employee.FieldInfo {
	return append(infos, employee.FieldInfo{Field: employee.FieldTeams, Label: " "})
}

func misnamed(infos []employee.FieldInfo) []employee.FieldInfo {
	return append(infos, employee.FieldInfo{Field: "departmnt", Label: "Department"})
}

func unsteady(honest Client) Client {
	calls := 0
	return catalog(func(infos []employee.FieldInfo) []employee.FieldInfo {
		if calls++; calls%2 == 0 {
			slices.Reverse(infos)
		}
		return infos
	})(honest)
}

package battery

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
	client
	employees func(context.Context) iter.Seq2[employee.Employee, error]
	roster    func(context.Context) (*employee.Roster, error)
	check     func(context.Context) (employee.Access, error)
	catalog   func(context.Context) ([]employee.FieldInfo, error)
}

func (a altered) Employees(ctx context.Context) iter.Seq2[employee.Employee, error] {
	if a.employees != nil {
		return a.employees(ctx)
	}
	return a.client.Employees(ctx)
}

func (a altered) Roster(ctx context.Context) (*employee.Roster, error) {
	if a.roster != nil {
		return a.roster(ctx)
	}
	if a.employees != nil {
		return employee.Collect(employee.Origin{Provider: "acme", Tenant: "acme"}, a.employees(ctx))
	}
	return a.client.Roster(ctx)
}

func (a altered) Check(ctx context.Context) (employee.Access, error) {
	if a.check != nil {
		return a.check(ctx)
	}
	return a.client.Check(ctx)
}

func (a altered) Catalog(ctx context.Context) ([]employee.FieldInfo, error) {
	if a.catalog != nil {
		return a.catalog(ctx)
	}
	return a.client.Catalog(ctx)
}

type sequence = iter.Seq2[employee.Employee, error]

// streaming is a client whose sequence is made from the honest one.
func streaming(honest client,
	make func(ctx context.Context, seq sequence, yield func(employee.Employee, error) bool)) client {
	return altered{client: honest, employees: func(ctx context.Context) sequence {
		seq := honest.Employees(ctx)
		return func(yield func(employee.Employee, error) bool) { make(ctx, seq, yield) }
	}}
}

// onError passes employees on and lets f deal with the error.
func onError(honest client, f func(err error, yield func(employee.Employee, error) bool)) client {
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

func swallowing(honest client) client {
	return onError(honest, func(error, func(employee.Employee, error) bool) {})
}

func withEmployee(honest client) client {
	return onError(honest, func(err error, yield func(employee.Employee, error) bool) {
		yield(employee.Employee{ID: "1001"}, err)
	})
}

func goingOn(honest client) client {
	return onError(honest, func(err error, yield func(employee.Employee, error) bool) {
		_ = yield(employee.Employee{}, err) && yield(employee.Employee{ID: "1001"}, nil)
	})
}

// retelling is a client whose errors f rewrites.
func retelling(honest client, f func(error) error) client {
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

func ownErrors(honest client) client {
	return retelling(honest, func(error) error { return errors.New("it did not work") })
}

func withoutOp(honest client) client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.Op = "" }) })
}

func withoutStatus(honest client) client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.StatusCode = 0 }) })
}

func oneClass(honest client) client {
	return retelling(honest, func(err error) error {
		return edit(err, func(e *employee.FetchError) { e.Err = employee.ErrUnavailable })
	})
}

func telling(honest client) client {
	return retelling(honest, func(err error) error { return edit(err, func(e *employee.FetchError) { e.Message = key }) })
}

func withRoster(honest client) client {
	return altered{client: honest, roster: func(ctx context.Context) (*employee.Roster, error) {
		r, err := honest.Roster(ctx)
		if r == nil {
			r = new(employee.Roster)
		}
		return r, err
	}}
}

func shortRoster(honest client) client {
	return altered{client: honest, roster: func(ctx context.Context) (*employee.Roster, error) {
		var employees []employee.Employee
		for e, err := range honest.Employees(ctx) {
			if err == nil {
				employees = append(employees, e)
			}
		}
		return employee.NewRoster(employee.Origin{Provider: "acme", Tenant: "acme"}, employees...)
	}}
}

func collected(seq sequence) ([]employee.Employee, error) {
	var employees []employee.Employee
	for e, err := range seq {
		if err != nil {
			return employees, err
		}
		employees = append(employees, e)
	}
	return employees, nil
}

func replay(employees []employee.Employee, err error) sequence {
	return func(yield func(employee.Employee, error) bool) {
		for _, e := range employees {
			if !yield(e, nil) {
				return
			}
		}
		if err != nil {
			yield(employee.Employee{}, err)
		}
	}
}

func eager(honest client) client {
	return altered{client: honest, employees: func(ctx context.Context) sequence {
		return replay(collected(honest.Employees(ctx)))
	}}
}

func hoarding(honest client) client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		replay(collected(seq))(yield)
	})
}

// stubborn reads the rest in the background although its caller has stopped.
func stubborn(honest client) client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		for e, err := range seq {
			if !yield(e, err) {
				go collected(seq)
				return
			}
		}
	})
}

func once(honest client) client {
	used := false
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		if !used {
			used = true
			seq(yield)
		}
	})
}

func checking(honest client) client {
	return streaming(honest, func(ctx context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		if _, err := honest.Check(ctx); err != nil {
			yield(employee.Employee{}, err)
			return
		}
		seq(yield)
	})
}

func deaf(honest client) client {
	return altered{
		client:    honest,
		employees: func(ctx context.Context) sequence { return honest.Employees(sheltered(ctx)) },
		check:     func(ctx context.Context) (employee.Access, error) { return honest.Check(sheltered(ctx)) },
	}
}

// sharing keeps the employees of a listing in the client.
func sharing(honest client) client {
	var mu sync.Mutex
	var employees []employee.Employee
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		mu.Lock()
		employees = nil
		mu.Unlock()
		for e, err := range seq {
			if err != nil {
				yield(e, err)
				return
			}
			time.Sleep(time.Millisecond) // fake, so that the others get their turn
			mu.Lock()
			employees = append(employees, e)
			mu.Unlock()
		}
		mu.Lock()
		all := slices.Clone(employees)
		mu.Unlock()
		replay(all, nil)(yield)
	})
}

// forgetful begins again after an error and has then one too few.
func forgetful(honest client) client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		employees, err := collected(seq)
		if err != nil {
			employees, err = collected(seq)
			employees = employees[:max(0, len(employees)-1)]
		}
		replay(employees, err)(yield)
	})
}

// doubling begins again after an error and keeps what it had.
func doubling(honest client) client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		employees, err := collected(seq)
		if err != nil {
			var more []employee.Employee
			more, err = collected(seq)
			employees = append(employees, more...)
		}
		replay(employees, err)(yield)
	})
}

// tireless asks for the first page until it shows something new.
func tireless(honest client) client {
	return streaming(honest, func(_ context.Context, seq sequence, yield func(employee.Employee, error) bool) {
		for range 1000 {
			employees, err := collected(seq)
			if err == nil {
				replay(employees, nil)(yield)
				return
			}
		}
		yield(employee.Employee{}, &employee.FetchError{Provider: "acme", Op: opList, Err: employee.ErrUnavailable})
	})
}

func printing(honest client) client {
	return struct {
		client
		key string
	}{honest, key}
}

func logging() variant {
	return variant{logs: func(l *slog.Logger) { l.Debug("connecting", "key", key) }}
}

func thorough(honest client) client {
	return altered{client: honest, check: func(ctx context.Context) (employee.Access, error) {
		employees, err := collected(honest.Employees(ctx))
		return employee.Access{Tenant: "acme", People: len(employees)}, err
	}}
}

func miscounting(honest client) client {
	return altered{client: honest, check: func(ctx context.Context) (employee.Access, error) {
		access, err := honest.Check(ctx)
		access.People /= 2
		return access, err
	}}
}

func trusting(honest client) client {
	return altered{client: honest, check: func(context.Context) (employee.Access, error) {
		return employee.Access{Tenant: "acme", People: -1}, nil
	}}
}

func catalog(f func([]employee.FieldInfo) []employee.FieldInfo) func(client) client {
	return func(honest client) client {
		return altered{client: honest, catalog: func(ctx context.Context) ([]employee.FieldInfo, error) {
			infos, err := honest.Catalog(ctx)
			return f(infos), err
		}}
	}
}

func repeated(infos []employee.FieldInfo) []employee.FieldInfo { return append(infos, infos...) }

func unlabelled(infos []employee.FieldInfo) []employee.FieldInfo {
	return append(infos, employee.FieldInfo{Field: employee.FieldTeams, Label: " "})
}

func misnamed(infos []employee.FieldInfo) []employee.FieldInfo {
	return append(infos, employee.FieldInfo{Field: "departmnt", Label: "Department"})
}

func unsteady(honest client) client {
	calls := 0
	return catalog(func(infos []employee.FieldInfo) []employee.FieldInfo {
		if calls++; calls%2 == 0 {
			slices.Reverse(infos)
		}
		return infos
	})(honest)
}

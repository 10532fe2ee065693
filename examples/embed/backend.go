package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/rosterkit/rosterkit/employee/hris"
	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// A backend serves all customers.
type backend struct {
	db        *sql.DB
	connector *hris.Connector // one for the process: it keeps the rate limits of accounts
	now       time.Time       // of this night; a product takes time.Now()
	progress  func(runner.Step)
	out       io.Writer // in place of a settings page and a log
}

// targets are the attributes that the product's users have.
func targets() syncplan.Targets {
	return syncplan.Targets{{Name: "name", Required: true}, {Name: "department", Group: true}}
}

// connect stores what an admin has entered if it works. The credentials are secret:
// encrypt them.
func (b *backend) connect(ctx context.Context, customer, credentials, stored string) error {
	settings, err := targets().ParseSettings([]byte(stored))
	if err != nil {
		return err
	}
	client, err := b.connector.Open([]byte(credentials), settings.Fields())
	if err != nil {
		return err // a *hris.CredentialsError: show each fault at its input
	}
	access, err := client.Check(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "%s sees %d employees\n", client.Source(), access.People)
	for _, warning := range access.Warnings {
		fmt.Fprintln(b.out, "warning:", warning.Text)
	}
	catalog, err := client.Catalog(ctx)
	if err != nil {
		return err
	}
	if err := targets().Validate(settings, catalog...); err != nil {
		return err // mapping.Faults: what the settings page shows
	}
	s := store{b.db, customer}
	return errors.Join(s.Save(ctx, "credentials", json.RawMessage(credentials)),
		s.Save(ctx, "settings", json.RawMessage(stored)), s.Save(ctx, "source", client.Source()))
}

// plan lists the employees and plans, which changes nothing.
func (b *backend) plan(ctx context.Context, customer string) (*syncplan.Plan, error) {
	s := store{b.db, customer}
	var credentials, stored json.RawMessage
	var approvals []syncplan.Approval
	if err := errors.Join(s.Load(ctx, "credentials", &credentials), s.Load(ctx, "settings", &stored),
		s.Load(ctx, "approvals", &approvals)); err != nil {
		return nil, err
	}
	settings, err := syncplan.ParseSettings(stored)
	if err != nil {
		return nil, err
	}
	client, err := b.connector.Open(credentials, settings.Fields())
	if err != nil {
		return nil, err
	}
	roster, err := client.Roster(ctx) // complete, or an error
	if err != nil {
		return nil, err
	}
	existing, err := s.Existing(ctx)
	if err != nil {
		return nil, err
	}
	if existing.Unfinished, err = b.unfinished(ctx, customer); err != nil {
		return nil, err
	}
	return syncplan.Build(roster, existing, settings, b.now, approvals...)
}

// unfinished are the actions of the last plan that its run has not recorded: no guard
// holds them again.
func (b *backend) unfinished(ctx context.Context, customer string) ([]syncplan.Action, error) {
	s := store{b.db, customer}
	var last syncplan.Plan
	if err := s.Load(ctx, "plan", &last); err != nil {
		return nil, err
	}
	done, err := s.Keys(ctx, runOf(&last))
	return slices.DeleteFunc(last.Actions, func(a syncplan.Action) bool { return done[a.Key] }), err
}

// runOf is the name of the run of a plan.
func runOf(plan *syncplan.Plan) string { return plan.At.UTC().Format(time.RFC3339Nano) }

// nightly plans and runs. The plan is stored first: an admin approves what it holds,
// and a run that is killed goes on with it.
func (b *backend) nightly(ctx context.Context, customer string) error {
	plan, err := b.plan(ctx, customer)
	if err == nil {
		err = store{b.db, customer}.Save(ctx, "plan", plan)
	}
	if err != nil {
		return b.finish(ctx, customer, runner.Report{}, err)
	}
	return b.run(ctx, customer, plan)
}

// maxAge is how old a plan may be when it is run: in an hour, HR has changed.
const maxAge = time.Hour

// resume goes on with a run that was broken off: call it when a process starts. A plan
// that is too old by then is left to the next night.
func (b *backend) resume(ctx context.Context, customer string) error {
	s := store{b.db, customer}
	var plan syncplan.Plan
	var last runner.Report
	if err := errors.Join(s.Load(ctx, "plan", &plan), s.Load(ctx, "report", &last)); err != nil {
		return err
	}
	if ended := last.At.Equal(plan.At) && last.Stopped == ""; ended || b.now.Sub(plan.At) > maxAge {
		return nil
	}
	return b.run(ctx, customer, &plan)
}

// run carries out a plan, all of it or what another run of it has left.
func (b *backend) run(ctx context.Context, customer string, plan *syncplan.Plan) error {
	s := store{b.db, customer}
	var source string
	if err := s.Load(ctx, "source", &source); err != nil {
		return err
	}
	report, err := runner.Run(ctx, plan, s, runner.Name(runOf(plan)), runner.Source(source),
		runner.MaxAge(maxAge, b.now), runner.Progress(b.progress))
	return b.finish(ctx, customer, report, err)
}

// finish stores what the settings page shows: the report, and the health of the connection.
func (b *backend) finish(ctx context.Context, customer string, report runner.Report, failure error) error {
	ctx = context.WithoutCancel(ctx) // a run that was cancelled has a report, too
	s := store{b.db, customer}
	var last runner.Report
	var health runner.Health
	var approvals []syncplan.Approval
	err := errors.Join(s.Load(ctx, "report", &last), s.Load(ctx, "health", &health), s.Load(ctx, "approvals", &approvals))
	if err != nil {
		return err
	}
	health = health.After(report, failure)
	if report.Source != "" { // else nothing ran
		report = report.Since(last)
		err = errors.Join(s.Save(ctx, "report", report), s.Save(ctx, "approvals", report.Unused(approvals...)))
		fmt.Fprint(b.out, report)
	}
	if failure != nil {
		fmt.Fprintln(b.out, "log:", failure)
	}
	if advice, ok := hris.Advise(failure); ok { // advice.Retry and advice.After say when to try again
		fmt.Fprintf(b.out, "for the %s: %s\n", advice.Role, advice.Title)
		health.Text = advice.Text
	}
	fmt.Fprintf(b.out, "health: %s: %s\n", health.State, health.Text)
	return errors.Join(err, s.Save(ctx, "health", health))
}

// approve lets what the last plan holds run for a week: these members of the holds, with
// these values, and no others.
func (b *backend) approve(ctx context.Context, customer, admin string) error {
	s := store{b.db, customer}
	var plan syncplan.Plan
	var approvals []syncplan.Approval
	if err := errors.Join(s.Load(ctx, "plan", &plan), s.Load(ctx, "approvals", &approvals)); err != nil {
		return err
	}
	for _, hold := range plan.Held {
		fmt.Fprintf(b.out, "%s approves %s: %d actions\n", admin, hold.Guard, len(hold.Actions))
		approvals = append(approvals, hold.ApproveAll(admin, b.now.AddDate(0, 0, 7)))
	}
	return s.Save(ctx, "approvals", approvals)
}

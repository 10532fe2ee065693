package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"modernc.org/sqlite"

	"github.com/rosterkit/rosterkit/syncplan"
	"github.com/rosterkit/rosterkit/syncplan/runner"
)

// schema has the users as a product has them, with what the sync stores for each, the
// groups, the keys of each run, and a few documents for each customer.
const schema = `
CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT NOT NULL, source TEXT NOT NULL, employee TEXT NOT NULL,
	email TEXT NOT NULL, folded TEXT NOT NULL, manager TEXT NOT NULL, active BOOL NOT NULL, by_sync BOOL NOT NULL,
	protected BOOL NOT NULL, ends_on TEXT NOT NULL, attributes TEXT NOT NULL, kept TEXT NOT NULL, applied TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS one_address ON users (customer, folded) WHERE folded <> '';
CREATE UNIQUE INDEX IF NOT EXISTS one_link ON users (customer, source, employee) WHERE employee <> '';
CREATE TABLE IF NOT EXISTS groups (customer TEXT, attribute TEXT, value TEXT, PRIMARY KEY (customer, attribute, value));
CREATE TABLE IF NOT EXISTS runs (customer TEXT, run TEXT, key TEXT, kind TEXT, user TEXT, PRIMARY KEY (customer, run, key));
CREATE TABLE IF NOT EXISTS documents (customer TEXT, name TEXT, body TEXT, PRIMARY KEY (customer, name));`

// openDatabase opens a file. A transaction locks it at once, so that two processes that
// run one plan wait for one another.
func openDatabase(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", path+"?_txlock=immediate&_pragma=busy_timeout(5000)&_pragma=journal_mode(wal)")
	if err != nil {
		return nil, err
	}
	_, err = db.Exec(schema)
	return db, err
}

// A store is the users of one customer: a runner.Store.
type store struct {
	db       *sql.DB
	customer string
}

// Save stores a document of the customer: settings, approvals, a plan.
func (s store) Save(ctx context.Context, name string, v any) error {
	_, err := s.db.ExecContext(ctx, `INSERT OR REPLACE INTO documents VALUES (?, ?, ?)`, s.customer, name, column{v})
	return err
}

// Load reads a document into v, which stays as it is where there is none.
func (s store) Load(ctx context.Context, name string, v any) error {
	err := s.db.QueryRowContext(ctx, `SELECT body FROM documents WHERE customer = ? AND name = ?`, s.customer, name).Scan(column{v})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

func (s store) Tx(ctx context.Context, f func(runner.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(transaction{tx, s.customer}); err != nil {
		return err
	}
	return tx.Commit()
}

// Existing is what to plan with. The department is a group, so it is there without one.
func (s store) Existing(ctx context.Context) (syncplan.Existing, error) {
	x := syncplan.Existing{Groups: map[string][]string{"department": nil}}
	users, err := s.db.QueryContext(ctx, selectUser, s.customer)
	if err != nil {
		return x, err
	}
	defer users.Close()
	for users.Next() {
		u, err := scanUser(users)
		if err != nil {
			return x, err
		}
		x.Users = append(x.Users, u)
	}
	groups, err := s.db.QueryContext(ctx, `SELECT attribute, value FROM groups WHERE customer = ?`, s.customer)
	if err != nil {
		return x, err
	}
	defer groups.Close()
	for groups.Next() {
		var attribute, value string
		if err := groups.Scan(&attribute, &value); err != nil {
			return x, err
		}
		x.Groups[attribute] = append(x.Groups[attribute], value)
	}
	return x, errors.Join(users.Err(), groups.Err())
}

// Keys returns the keys that a run has recorded.
func (s store) Keys(ctx context.Context, run string) (map[string]bool, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT key FROM runs WHERE customer = ? AND run = ?`, s.customer, run)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	keys := make(map[string]bool)
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys[key] = true
	}
	return keys, rows.Err()
}

// A transaction is a runner.Tx.
type transaction struct {
	*sql.Tx
	customer string
}

func (t transaction) Recorded(ctx context.Context, run, key string) (found bool, err error) {
	err = t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM runs WHERE customer = ? AND run = ? AND key = ?)`, t.customer, run, key).Scan(&found)
	return found, err
}

func (t transaction) User(ctx context.Context, id string) (syncplan.User, error) {
	return scanUser(t.QueryRowContext(ctx, selectUser+` AND id = ?`, t.customer, id))
}

func (t transaction) Linked(ctx context.Context, l syncplan.Link) (syncplan.User, error) {
	return scanUser(t.QueryRowContext(ctx, selectUser+` AND source = ? AND employee = ?`, t.customer, l.Source, l.EmployeeID))
}

func (t transaction) Create(ctx context.Context, u syncplan.User) (string, error) {
	r, err := t.ExecContext(ctx, `INSERT INTO users (source, employee, email, folded, manager, active, by_sync, protected,
		ends_on, attributes, kept, applied, customer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values(u), t.customer)...)
	if err != nil {
		return "", refusal(err)
	}
	id, err := r.LastInsertId()
	return strconv.FormatInt(id, 10), err
}

func (t transaction) Update(ctx context.Context, before, after syncplan.User) error {
	_, err := t.ExecContext(ctx, `UPDATE users SET source = ?, employee = ?, email = ?, folded = ?, manager = ?, active = ?, by_sync = ?,
		protected = ?, ends_on = ?, attributes = ?, kept = ?, applied = ? WHERE customer = ? AND id = ?`, append(values(after), t.customer, before.ID)...)
	return refusal(err)
}

func (t transaction) AddGroup(ctx context.Context, attribute, value string) error {
	_, err := t.ExecContext(ctx, `INSERT OR IGNORE INTO groups VALUES (?, ?, ?)`, t.customer, attribute, value)
	return err
}

func (t transaction) Record(ctx context.Context, run string, a syncplan.Action, userID string) error {
	r, err := t.ExecContext(ctx, `INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?)`, t.customer, run, a.Key, a.Kind, userID)
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, runner.ErrRecorded)
	}
	return nil
}

const selectUser = `SELECT id, source, employee, email, manager, active, by_sync, protected, ends_on, attributes, kept, applied FROM users WHERE customer = ?`

// scanUser reads a row of selectUser; a zero User where there is none.
func scanUser(row interface{ Scan(...any) error }) (u syncplan.User, err error) {
	err = row.Scan(&u.ID, &u.Link.Source, &u.Link.EmployeeID, &u.Email, &u.ManagerID, &u.Active, &u.DeactivatedBySync, &u.Protected,
		column{&u.EndsOn}, column{&u.Attributes}, column{&u.Kept}, column{&u.Applied})
	if errors.Is(err, sql.ErrNoRows) {
		return syncplan.User{}, nil
	}
	return u, err
}

// values are the columns of a user but id and customer.
func values(u syncplan.User) []any {
	return []any{u.Link.Source, u.Link.EmployeeID, u.Email, strings.ToLower(u.Email), u.ManagerID, u.Active, u.DeactivatedBySync, u.Protected,
		column{u.EndsOn}, column{u.Attributes}, column{u.Kept}, column{u.Applied}}
}

// refusal is ErrTaken for an address that another user of the customer has.
func refusal(err error) error {
	const constraintUnique = 2067
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code() == constraintUnique && strings.Contains(e.Error(), "folded") {
		return errors.Join(runner.ErrTaken, err)
	}
	return err
}

// A column has a value as JSON.
type column struct{ v any }

func (c column) Value() (driver.Value, error) {
	body, err := json.Marshal(c.v)
	return string(body), err
}

func (c column) Scan(src any) error {
	body, ok := src.(string)
	if !ok {
		return fmt.Errorf("a column of JSON has a %T", src)
	}
	return json.Unmarshal([]byte(body), c.v)
}

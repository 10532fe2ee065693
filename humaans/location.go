package humaans

import (
	"context"
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/wire"
)

// placeRemote is the locationId of employees who work remotely. It is not in
// /locations.
const placeRemote = "remote"

// places are the labels of the locations by id; nil if the list was refused.
type places map[string]wire.Cell

// readPlaces reads the locations.
func (c *Client) readPlaces(ctx context.Context) (places, error) {
	all := make(places)
	begin := func() { clear(all) }
	err := c.tables.locations.run(ctx, c.rest, nil, nil, nil, begin, func(r *named) error {
		all[r.key()] = either(r.label, r.name)
		return nil
	})
	if withheld(err) {
		c.log.Warn("Humaans refuses the locations: they are withheld", "provider", provider)
		return nil, nil
	}
	return all, err
}

// A location is where an employee works, as the row of /people says.
type location struct{ id, remoteCity, remoteCountry, olderCountry wire.Cell }

// locationKeys are the keys of a location, in the order of its cells.
func locationKeys() []string {
	return []string{"locationId", "remoteCity", "remoteCountryCode", "remoteCountry"}
}

func (l *location) cells() [4]wire.Cell {
	return [...]wire.Cell{l.id, l.remoteCity, l.remoteCountry, l.olderCountry}
}

func locationOf(t *wire.Table) func(*wire.Record) location {
	var at [4]wire.Place
	for i, key := range locationKeys() {
		at[i] = t.Place(key)
	}
	return func(r *wire.Record) location { return location{r.At(at[0]), r.At(at[1]), r.At(at[2]), r.At(at[3])} }
}

var errPlace = errors.New("a location that is not in the list of locations")

// of returns an employee's place of work, and the keys whose blanks it rests on.
func (all places) of(l *location) (v employee.Value, blanks []string, err error) {
	id, err := l.id.Text()
	switch {
	case err != nil:
		return id, nil, err
	case id.State() == employee.StateEmpty:
		return id, locationKeys()[:1], nil
	case !id.Known():
		return id, nil, nil
	case id.String() == placeRemote:
		return remotePlace(l)
	case all == nil:
		return employee.Withheld(), nil, nil
	}
	label, listed := all[id.String()]
	if !listed {
		return employee.Value{}, nil, errPlace
	}
	if label.Raw() == "" {
		return employee.Withheld(), nil, nil // there is a place; its name was not given
	}
	v, err = label.Text()
	return v, nil, err
}

// remotePlace returns "Remote (city, country)", without what is blank: if that is
// hidden, it is another place. It is Withheld if a part does not come at all.
func remotePlace(l *location) (v employee.Value, blanks []string, err error) {
	var parts []string
	keys := locationKeys()
	for i, c := range []wire.Cell{l.remoteCity, l.remoteCountry} {
		key := keys[i+1]
		if c.Raw() == "" && i == 1 && l.olderCountry.Raw() != "" {
			if !c.Missing() {
				blanks = append(blanks, key)
			}
			c = l.olderCountry
		}
		part, err := c.Text()
		switch {
		case err != nil:
			return employee.Value{}, nil, err
		case part.Known():
			parts = append(parts, part.String())
		case part.State() == employee.StateEmpty:
			blanks = append(blanks, key)
		default:
			return employee.Withheld(), nil, nil
		}
	}
	if len(parts) == 0 {
		return employee.Text("Remote"), blanks, nil
	}
	return employee.Text("Remote (" + strings.Join(parts, ", ") + ")"), blanks, nil
}

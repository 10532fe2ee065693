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
	err := c.tables.locations.run(ctx, c.rest, nil, nil, begin, func(r *named) error {
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
type location struct{ id, remoteCity, remoteCountry wire.Cell }

func locationOf(t *wire.Table) func(*wire.Record) location {
	id, city := t.Place("locationId"), t.Place("remoteCity")
	country, before := t.Place("remoteCountryCode"), t.Place("remoteCountry") // in older answers
	return func(r *wire.Record) location {
		return location{r.At(id), r.At(city), either(r.At(country), r.At(before))}
	}
}

var errPlace = errors.New("a location that is not in the list of locations")

// of returns an employee's place of work. Proved is the token's right to see all
// of it.
func (all places) of(l *location, proved bool) (employee.Value, error) {
	id, err := l.id.Text()
	switch {
	case err != nil || !id.Known():
		return id, err
	case id.String() == placeRemote:
		return remotePlace(l, proved)
	case all == nil:
		return employee.Withheld(), nil
	}
	label, listed := all[id.String()]
	if !listed {
		return employee.Value{}, errPlace
	}
	if label.Raw() == "" {
		return employee.Withheld(), nil // there is a place; its name was not given
	}
	return label.Text()
}

// remotePlace returns "Remote (city, country)", without what is blank. It is Withheld
// if a part may be hidden: the text without it would be another place.
func remotePlace(l *location, proved bool) (employee.Value, error) {
	var parts []string
	for _, c := range []wire.Cell{l.remoteCity, l.remoteCountry} {
		if _, err := c.Text(); err != nil {
			return employee.Value{}, err
		}
		if part := c.Raw(); part != "" {
			parts = append(parts, part)
		} else if !proved {
			return employee.Withheld(), nil
		}
	}
	if len(parts) == 0 {
		return employee.Text("Remote"), nil
	}
	return employee.Text("Remote (" + strings.Join(parts, ", ") + ")"), nil
}

package humaans

import (
	"context"
	"errors"
	"strings"

	"github.com/rosterkit/rosterkit/employee"
	"github.com/rosterkit/rosterkit/internal/record"
)

// placeRemote is the locationId of those who work remotely. It is not in
// /locations.
const placeRemote = "remote"

// places are the labels of the locations by id; nil if the list was refused.
type places map[string]record.Cell

// readPlaces reads the locations.
func (c *Client) readPlaces(ctx context.Context) (places, error) {
	all := make(places)
	err := readTable(ctx, c.rest, placeTable(), func(r *named, _ int) error {
		all[r.key()] = either(r.Label, r.Name)
		return nil
	})
	if withheld(err) {
		c.log.Warn("Humaans refuses the locations: they are withheld", "provider", provider)
		return nil, nil
	}
	return all, err
}

func placeTable() table { return table{op: "list locations", path: "locations"} }

var errPlace = errors.New("a location that is not in the list of locations")

// of returns a person's place of work. Proved is the token's right to see all
// of it.
func (all places) of(p *person, proved bool) (employee.Value, error) {
	id, err := p.LocationID.Text()
	switch {
	case err != nil || !id.Known():
		return id, err
	case id.String() == placeRemote:
		return remotePlace(p, proved)
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

// remotePlace returns "Remote (city, country)", without what is blank. A text
// without a part that may be hidden would be another place.
func remotePlace(p *person, proved bool) (employee.Value, error) {
	var parts []string
	for _, c := range []record.Cell{p.RemoteCity, either(p.RemoteCountry, p.RemoteCountryBefore)} {
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

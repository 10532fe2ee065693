package wire

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/go-json-experiment/json"
)

// flat is an answer with employees of twelve keys, all of which are read.
func flat(employees int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"data":[`)
	for i := range employees {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"employeeId":"%d","employeeNumber":"N%d","firstName":"Ada%d","lastName":"Lovelace%d",`+
			`"preferredName":null,"workEmail":"ada%d@example.com","jobTitleName":"Engineer %d",`+
			`"departmentName":"Research","locationName":"London",`+
			`"status":"active","hireDate":"2021-0%d-01","terminationDate":null}`, 10000+i, i, i%997, i%1009, i, i%30, i%9+1)
	}
	b.WriteString(`],"meta":{"total":100,"page":{"nextCursor":null}}}`)
	return b.Bytes()
}

// BenchmarkLabels reads what stands in a cell again.
func BenchmarkLabels(b *testing.B) {
	for _, text := range []string{`[]`, `["salary","homeAddress"]`, `[{"id":1,"label":"Blue"},{"id":2,"label":"Red"}]`} {
		c, _ := Parse([]byte(text))
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Labels("label"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFlat compares records with structs, both of which keep their texts.
func BenchmarkFlat(b *testing.B) {
	data := flat(1000)
	b.Run("wire", func(b *testing.B) {
		a := NewAnswer()
		list := a.List("data")
		a.Place("meta", "total")
		var places []Place
		for _, key := range []string{"employeeId", "employeeNumber", "firstName", "lastName", "preferredName", "workEmail",
			"jobTitleName", "departmentName", "locationName", "status", "hireDate", "terminationDate"} {
			places = append(places, list.Place(key))
		}
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			n := 0
			_, err := a.Read(bytes.NewReader(data), list.Each(func(r *Record) error {
				for _, p := range places {
					if !r.At(p).Missing() {
						n++
					}
				}
				return nil
			}))
			if err != nil || n != 12_000 {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("json", func(b *testing.B) {
		type item struct {
			ID            string  `json:"employeeId"`
			Number        string  `json:"employeeNumber"`
			FirstName     string  `json:"firstName"`
			LastName      string  `json:"lastName"`
			PreferredName *string `json:"preferredName"`
			Email         string  `json:"workEmail"`
			Title         string  `json:"jobTitleName"`
			Department    string  `json:"departmentName"`
			Location      string  `json:"locationName"`
			Status        string  `json:"status"`
			Hired         string  `json:"hireDate"`
			Ended         *string `json:"terminationDate"`
		}
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			var answer struct {
				Data []item `json:"data"`
				Meta struct {
					Total int `json:"total"`
				} `json:"meta"`
			}
			if err := json.UnmarshalRead(bytes.NewReader(data), &answer); err != nil || len(answer.Data) != 1000 {
				b.Fatal(err)
			}
		}
	})
}

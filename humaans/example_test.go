package humaans_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/rosterkit/rosterkit/humaans"
	"github.com/rosterkit/rosterkit/humaans/humaanstest"
)

func Example() {
	fake := humaanstest.New("token", humaanstest.People(300)...)
	server := httptest.NewServer(fake)
	defer server.Close()

	client, err := humaans.New(humaans.Config{
		AccessToken: "token",
		BaseURL:     server.URL, // not in production
	})
	if err != nil {
		panic(err)
	}
	roster, err := client.Roster(context.Background())
	if err != nil {
		panic(err)
	}
	second, _ := roster.Employee("person000000000000000002")
	fmt.Println(roster)
	fmt.Println(second.FirstName, "is", second.JobTitle, "in", second.Department, "at", second.Location)
	fmt.Println("leavers listed:", roster.Origin().Leavers)
	// Output:
	// roster of humaans/company00000000000000001: 300 employees
	// Benoît is Manager in Sales at São Paulo
	// leavers listed: yes
}

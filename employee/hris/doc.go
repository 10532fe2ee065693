// Package hris opens an HR system by its name: from credentials that a product has
// stored as JSON to a [Client] that lists employees, and from an error to what an
// admin reads.
//
//   - [Systems] describes the five systems for a settings page: which credentials
//     there are, the inputs of each form, and how an admin makes them.
//   - [CredentialsSchema] is the JSON Schema of what is stored.
//   - [New] returns a [Connector], one for a process; [Connector.Open] returns a Client
//     for stored credentials. The Clients of bamboohr, personio, hibob, humaans and
//     lucca are Clients, too.
//   - [Advise] says what to do about an error, who has to do it, and when to retry.
//
// # Stored credentials
//
// They are one flat JSON object of texts:
//
//	{"system": "lucca", "instance": "acme.ilucca.net", "api_key": "..."}
//	{"system": "personio", "tenant": "customer-17", "client_id": "...", "client_secret": "..."}
//
// The keys decide which form of the system it is; those of two forms do not go
// together. Open refuses a key that the form does not have, a key given twice, a
// value that is no text, a secret in the box of another input, and what no vendor
// gives out (blanks, quotes, an e-mail address, a web address). The error is a
// [CredentialsError], which names inputs and never shows a value. A document that
// the schema refuses is refused by Open; Open also checks what a schema cannot.
//
// The tenant is your own name for the customer's account, and part of
// [Client.Source], with which stored links begin. It never changes, not even with new
// credentials. BambooHR and Lucca have an address for each account, which is the name
// unless there is a tenant.
//
// # One account, one rate budget
//
// HiBob and Lucca allow 50 requests a minute, Personio 300, to an account as a whole.
// All Clients that one Connector opened for an account share that budget, however many
// there are and whenever they were opened, so a Client can be opened for each use. The
// account is that of the address with Lucca; with Personio and HiBob it is that of the
// tenant, or of the credentials where two tenants use the same. Another process and
// another Connector have a budget of their own. A Connector forgets accounts that were
// not read for a minute, starts no goroutine, and needs no Close. BambooHR and Humaans
// publish no limit.
//
// Each Client of Personio, and of an OAuth client of Lucca, asks for a token of its
// own at its first request, of which Personio allows 60 a minute: keep the Client for
// the calls of one run.
//
// # Secrets
//
// Connector, Client, Options and every error of this package show no credential, in
// no verb of fmt, log and JSON.
package hris

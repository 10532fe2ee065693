package syncplan

// Summed returns a document, which may be no plan, with the sum of one that is.
func Summed(document string) string {
	var d planDocument
	d.read([]byte(document))
	if len(d.Actions) == 0 {
		d.Actions = nil
	}
	data, err := Plan(d.planFields).unsummed()
	if err != nil {
		return document
	}
	return `{"sum":"` + sumOf(data) + `",` + document[1:]
}

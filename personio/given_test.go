package personio_test

const (
	clientID     = "papi-0f7d9c1e"
	clientSecret = "secret/7+f31a9b5c2d=="
)

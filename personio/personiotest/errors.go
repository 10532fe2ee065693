package personiotest

import (
	"encoding/json"
	"net/http"
	"strings"
)

const timestamp = "2026-01-02T03:04:05Z" // of every error

// fail answers with an error in the form of the API that the path belongs to.
func fail(w http.ResponseWriter, r *http.Request, status int, message string) {
	if strings.HasPrefix(r.URL.Path, "/v2/") {
		failV2(w, status, http.StatusText(status), message)
		return
	}
	failV1(w, status, status, message)
}

// failV1 is how v1 fails. The code repeats the status, or is 0.
func failV1(w http.ResponseWriter, status, code int, message string) {
	writeJSON(w, status, map[string]any{"success": false, "error": map[string]any{"code": code, "message": message}})
}

// failV2 is how v2 fails. The type is a link in the vendor's file, and null in
// answers that users report.
func failV2(w http.ResponseWriter, status int, title, detail string) {
	problem(w, status, map[string]any{
		"personio_trace_id": "fake-trace-1", "timestamp": timestamp,
		"errors": []any{map[string]any{"title": title, "detail": detail, "type": nil, "_meta": map[string]any{}}},
	})
}

// failToken is how the token endpoint of v2 fails, always with 400.
func failToken(w http.ResponseWriter, code, description string) {
	problem(w, http.StatusBadRequest, map[string]any{
		"error": code, "error_description": description, "error_uri": "https://example.com/errors",
		"timestamp": timestamp, "trace_id": "fake-trace-1", "meta": map[string]any{},
	})
}

func problem(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

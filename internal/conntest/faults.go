package conntest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
)

// everywhere is a fault on every request, those for tokens included.
func everywhere(h middleware) fault {
	return func(_ *exchange, next http.Handler) http.Handler { return h(next) }
}

// onListing is a fault on every request of a listing.
func onListing(h middleware) fault {
	return func(x *exchange, next http.Handler) http.Handler {
		if x.page < 0 {
			return nil
		}
		return h(next)
	}
}

// onPage is a fault on one request of a listing, however often it is repeated.
func onPage(page int, h middleware) fault {
	return func(x *exchange, next http.Handler) http.Handler {
		if x.page != page {
			return nil
		}
		return h(next)
	}
}

// inTurn puts one fault before each of the first attempts at a request of a
// listing; later attempts succeed.
func inTurn(page int, hs ...middleware) fault {
	return func(x *exchange, next http.Handler) http.Handler {
		if x.page != page || x.again >= len(hs) {
			return nil
		}
		return hs[x.again](next)
	}
}

// A middleware answers instead of a handler or changes its answer.
type middleware func(next http.Handler) http.Handler

// answer is a whole answer. The headers come in pairs.
func answer(status int, body string, headers ...string) middleware {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for i := 0; i+1 < len(headers); i += 2 {
				w.Header().Set(headers[i], headers[i+1])
			}
			w.WriteHeader(status)
			w.Write([]byte(body))
		})
	}
}

// refused is an answer of a status without a word about why.
func refused(status int, headers ...string) middleware {
	return answer(status, "<html><body>"+http.StatusText(status)+"</body></html>",
		append([]string{"Content-Type", "text/html"}, headers...)...)
}

// reset breaks the connection before the answer.
func reset(http.Handler) http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// stall never answers.
func stall(http.Handler) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
}

// edited changes the body of the true answer. Its length is not declared, as in
// an answer that ends with its connection.
func edited(edit func(body []byte) []byte) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := httptest.NewRecorder()
			next.ServeHTTP(whole, r)
			copyHeader(w, whole)
			w.Header().Del("Content-Length")
			w.WriteHeader(whole.Code)
			w.Write(edit(whole.Body.Bytes()))
		})
	}
}

// cut breaks the true answer off after i of n parts, with its true length
// declared or with none.
func cut(i, n int, declared bool) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			whole := httptest.NewRecorder()
			next.ServeHTTP(whole, r)
			copyHeader(w, whole)
			body := whole.Body.Bytes()
			w.Header().Del("Content-Length")
			if declared {
				w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			}
			w.WriteHeader(whole.Code)
			w.Write(body[:len(body)*i/n])
		})
	}
}

func copyHeader(w http.ResponseWriter, from *httptest.ResponseRecorder) {
	for name, values := range from.Result().Header {
		w.Header()[name] = values
	}
}

package employee

import (
	"fmt"
	"log/slog"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A Batch is a slice of personal data. slog and %+v show how many items there are,
// and the ids of the first. Its JSON, %v and elements are those of the slice.
type Batch[T any] []T

// mostLogged is how many items of a slice or a map a log shows.
const mostLogged = 10

func (b Batch[T]) LogValue() slog.Value {
	attrs := []slog.Attr{slog.Int("count", len(b))}
	for i := range min(len(b), mostLogged) {
		if l, ok := any(b[i]).(slog.LogValuer); ok {
			attrs = append(attrs, slog.Attr{Key: strconv.Itoa(i), Value: slog.AnyValue(l).Resolve()})
		}
	}
	return slog.GroupValue(attrs...)
}

// Format prints ids and counts for %+v and %#v, and the slice for other verbs.
func (b Batch[T]) Format(s fmt.State, verb rune) {
	if s.Flag('+') || s.Flag('#') {
		fmt.Fprint(s, loggable(reflect.ValueOf(b), 0))
		return
	}
	fmt.Fprintf(s, fmt.FormatString(s, verb), []T(b))
}

// ReplaceAttr is for the HandlerOptions of slog. With it, a handler logs ids and
// counts of the values of this library also where they are in slices, maps and
// structs of your own, which the JSON handler writes whole without it.
func ReplaceAttr(_ []string, a slog.Attr) slog.Attr {
	if a.Value.Kind() == slog.KindAny {
		if v := reflect.ValueOf(a.Value.Any()); holdsLogValuer(v, 0) {
			a.Value = loggable(v, 0)
		}
	}
	return a
}

// deepest is how many levels of a value are looked at.
const deepest = 12

// holdsLogValuer reports whether v has a LogValuer within, where JSON would show it.
func holdsLogValuer(v reflect.Value, depth int) bool {
	if !v.IsValid() || depth > deepest {
		return false
	}
	if v.CanInterface() {
		if _, ok := v.Interface().(slog.LogValuer); ok {
			return true
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return holdsLogValuer(v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() <= reflect.Complex128 {
			return false
		}
		for i := range v.Len() {
			if holdsLogValuer(v.Index(i), depth+1) {
				return true
			}
		}
	case reflect.Map:
		for key, item := range v.Seq2() {
			if holdsLogValuer(key, depth+1) || holdsLogValuer(item, depth+1) {
				return true
			}
		}
	case reflect.Struct:
		for f, field := range v.Fields() {
			if isShown(f) && holdsLogValuer(field, depth+1) {
				return true
			}
		}
	}
	return false
}

// isShown reports whether JSON shows a field, or the fields of a struct in it.
func isShown(f reflect.StructField) bool {
	return f.IsExported() || f.Anonymous && (f.Type.Kind() == reflect.Struct || f.Type.Kind() == reflect.Pointer)
}

// loggable returns v with the LogValue of whatever has one.
func loggable(v reflect.Value, depth int) slog.Value {
	if !holdsLogValuer(v, depth) {
		if !v.IsValid() || depth > deepest {
			return slog.StringValue("...")
		}
		if !v.CanInterface() {
			return slog.GroupValue() // an embedded struct without an exported name or field
		}
		return slog.AnyValue(v.Interface())
	}
	if v.CanInterface() {
		if l, ok := v.Interface().(slog.LogValuer); ok {
			return slog.AnyValue(l).Resolve()
		}
	}
	var attrs []slog.Attr
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		attrs = append(attrs, slog.Int("count", v.Len()))
		for i := range min(v.Len(), mostLogged) {
			attrs = append(attrs, slog.Attr{Key: strconv.Itoa(i), Value: loggable(v.Index(i), depth+1)})
		}
	case reflect.Map:
		attrs = loggableItems(v, depth)
	case reflect.Struct:
		for f, field := range v.Fields() {
			if isShown(f) {
				attrs = append(attrs, slog.Attr{Key: f.Name, Value: loggable(field, depth+1)})
			}
		}
	default: // a pointer or an interface
		return loggable(v.Elem(), depth+1)
	}
	return slog.GroupValue(attrs...)
}

// loggableItems returns the first items of a map in the order of their keys.
func loggableItems(v reflect.Value, depth int) []slog.Attr {
	var items []slog.Attr
	for key, item := range v.Seq2() {
		items = append(items, slog.Attr{Key: loggable(key, depth+1).String(), Value: loggable(item, depth+1)})
	}
	slices.SortFunc(items, func(a, b slog.Attr) int { return strings.Compare(a.Key, b.Key) })
	return append([]slog.Attr{slog.Int("count", v.Len())}, items[:min(len(items), mostLogged)]...)
}

// Package orgchart decides which users get which manager, and in which order, so that
// no reporting cycle arises.
//
// The input is proposals, each a node and the node of its manager, and the present
// manager of every node. The output is the proposals to keep, and the circles that the
// others would close; then, of those that are kept, how deep each is below others, which
// it has to wait for, and which have to wait while others are held. Circles among present managers alone do not change.
package orgchart

// None is the node of no manager.
const None int32 = -1

// A Proposal gives a node another manager, or None.
type Proposal struct {
	Node, Manager int32
}

// maxCyclePasses is how often Settle looks for circles. Dropping a proposal leaves
// the present manager, which may close another circle; more passes than these need
// adversarial data, and each costs time for every proposal.
const maxCyclePasses = 16

// A Circle is nodes who would report to one another.
type Circle struct {
	Dropped []int32 // by their proposals, which are dropped
	Present []int32 // by their present managers
}

// Settle returns the proposals to keep, in their order, and every circle whose
// proposals it drops. A dropped proposal leaves the present manager. After
// maxCyclePasses it also drops, as one circle, every proposal of a node below a dropped
// one. No node has more than one proposal.
func Settle(proposals []Proposal, present func(node int32) int32) (kept []Proposal, circles []Circle) {
	c := newChart(proposals, present)
	circles, open := c.passes()
	if open {
		if rest := c.dropBelow(); len(rest) > 0 {
			circles = append(circles, Circle{Dropped: rest})
		}
	}
	for _, p := range proposals {
		if _, ok := c.proposed[p.Node]; ok {
			kept = append(kept, p)
		}
	}
	return kept, circles
}

// A chart is the future reporting lines.
type chart struct {
	present  func(node int32) int32
	proposed map[int32]int32 // what is not dropped
	order    []int32         // the nodes of all proposals
	dropped  map[int32]bool
}

func newChart(proposals []Proposal, present func(node int32) int32) *chart {
	c := &chart{
		present:  present,
		proposed: make(map[int32]int32, len(proposals)),
		order:    make([]int32, len(proposals)),
		dropped:  make(map[int32]bool),
	}
	for i, p := range proposals {
		c.proposed[p.Node], c.order[i] = p.Manager, p.Node
	}
	return c
}

// above returns the node that a node would report to.
func (c *chart) above(node int32) int32 {
	if manager, ok := c.proposed[node]; ok {
		return manager
	}
	return c.present(node)
}

// passes drops circles until there is none, or maxCyclePasses times: then open is
// true, because there may be another.
func (c *chart) passes() (circles []Circle, open bool) {
	for range maxCyclePasses {
		found := c.pass()
		if len(found) == 0 {
			return circles, false
		}
		circles = append(circles, found...)
	}
	return circles, true
}

// pass drops the proposals on every circle that there is now.
func (c *chart) pass() (circles []Circle) {
	visited := make(map[int32]int, len(c.order)) // node to the walk that came by
	for i, start := range c.order {
		walk, node := i+1, start
		for node != None && visited[node] == 0 {
			visited[node] = walk
			node = c.above(node)
		}
		if node != None && visited[node] == walk {
			if circle := c.drop(node); len(circle.Dropped) > 0 {
				circles = append(circles, circle)
			}
		}
	}
	return circles
}

// drop drops the proposals on the circle through a node.
func (c *chart) drop(node int32) (circle Circle) {
	for n := node; ; {
		if _, ok := c.proposed[n]; ok {
			circle.Dropped = append(circle.Dropped, n)
		} else {
			circle.Present = append(circle.Present, n)
		}
		if n = c.above(n); n == node {
			break
		}
	}
	for _, n := range circle.Dropped {
		delete(c.proposed, n)
		c.dropped[n] = true
	}
	return circle
}

// dropBelow drops the proposals of all nodes below a dropped one, and returns their
// nodes.
func (c *chart) dropBelow() (nodes []int32) {
	leads := make(map[int32]bool, len(c.order)) // whether a node is below a dropped one
	for _, start := range c.order {
		c.follow(start, leads)
	}
	for _, node := range c.order {
		if _, ok := c.proposed[node]; ok && leads[node] {
			nodes = append(nodes, node)
			delete(c.proposed, node)
		}
	}
	return nodes
}

// follow finds for all nodes above one whether they are below a dropped one.
func (c *chart) follow(start int32, leads map[int32]bool) {
	var path []int32
	answer := false
	onPath := make(map[int32]bool)
	for node := start; node != None && !onPath[node]; node = c.above(node) {
		if known, ok := leads[node]; ok || c.dropped[node] {
			answer = known || c.dropped[node]
			break
		}
		onPath[node] = true
		path = append(path, node)
	}
	for _, n := range path {
		leads[n] = answer
	}
}

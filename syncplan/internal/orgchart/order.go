package orgchart

// A Turn is when a proposal may be carried out.
type Turn struct {
	Depth int // those with a lower one come first
	After int // the place of the proposal that has to be carried out first, or -1
}

// An Order is when the proposals that Settle has kept may be carried out, whichever of
// them are held. A proposal is named by its place among them.
//
// A node can only get into a circle through a present manager above it that is to
// change, or is held. Then all of the circle is on one ring: in one component of the
// graph that has the present and the future manager of every node.
type Order struct {
	depths []int // how many proposals are above each in the future reporting lines
	nodes  []ringNode
}

// A ringNode is a node of a ring. Its managers are places in nodes, None outside the ring.
type ringNode struct {
	present, future int32
	proposal        int32 // None if its manager does not change
}

// NewOrder returns the order of proposals that Settle has kept.
func NewOrder(kept []Proposal, present func(node int32) int32) *Order {
	c := newChart(kept, present)
	o := &Order{depths: make([]int, len(kept))}
	replaces := false // a present manager
	proposals := make(map[int32]int32, len(kept))
	depths := make(map[int32]int, len(kept))
	for i, p := range kept {
		proposals[p.Node] = int32(i)
		o.depths[i] = c.depth(p.Node, depths) - 1
		replaces = replaces || present(p.Node) != None
	}
	if !replaces {
		return o
	}
	rings := components(c.order, func(node int32) [2]int32 { return [2]int32{c.above(node), present(node)} })
	sizes := make(map[int32]int)
	for _, ring := range rings {
		sizes[ring]++
	}
	places := make(map[int32]int32)
	var nodes []int32
	for node, ring := range rings {
		if sizes[ring] > 1 {
			places[node] = int32(len(nodes))
			nodes = append(nodes, node)
		}
	}
	place := func(node, manager int32) int32 {
		if at, ok := places[manager]; ok && manager != None && rings[manager] == rings[node] {
			return at
		}
		return None
	}
	for _, node := range nodes {
		n := ringNode{present: place(node, present(node)), future: place(node, c.above(node)), proposal: None}
		if i, ok := proposals[node]; ok {
			n.proposal = i
		}
		o.nodes = append(o.nodes, n)
	}
	return o
}

// Blocked returns the proposals that may close a circle while others are held: those
// on a circle of nodes of which the held and the blocked have both managers, the
// others the manager that they are to get. So what is released later blocks no other,
// and carrying out the others unblocks none. After maxCyclePasses it returns all that
// are on a ring.
func (o *Order) Blocked(held func(proposal int) bool) (blocked []int) {
	both := make([]bool, len(o.nodes))
	starts := make([]int32, len(o.nodes))
	open := false
	for i, n := range o.nodes {
		starts[i] = int32(i)
		both[i] = n.proposal != None && held(int(n.proposal))
		open = open || both[i]
	}
	for pass := 0; open; pass++ {
		open = false
		var circles map[int32]int32
		if pass < maxCyclePasses {
			circles = components(starts, func(node int32) [2]int32 {
				n := o.nodes[node]
				if both[node] {
					return [2]int32{n.future, n.present}
				}
				return [2]int32{n.future, None}
			})
		}
		for i, n := range o.nodes {
			if n.proposal == None || both[i] || circles != nil && (n.future == None || circles[n.future] != circles[int32(i)]) {
				continue
			}
			both[i], open = true, true
			blocked = append(blocked, int(n.proposal))
		}
	}
	return blocked
}

// Turns returns the turns of all proposals, those that are held as if none were. What
// is held is all that Blocked returns, too. Carried out in any order that obeys After,
// and with any of them left out together with those that wait for it, those that are
// not held close no circle at any time: a proposal waits for the next one above it on
// its ring.
func (o *Order) Turns(held func(proposal int) bool) []Turn {
	turns := make([]Turn, len(o.depths))
	for i, depth := range o.depths {
		turns[i] = Turn{Depth: depth, After: -1}
	}
	all := o.firsts(func(int) bool { return true })
	running := o.firsts(func(i int) bool { return !held(i) })
	for _, n := range o.nodes {
		switch {
		case n.proposal == None || n.future == None:
		case held(int(n.proposal)):
			turns[n.proposal].After = int(all[n.future])
		default:
			turns[n.proposal].After = int(running[n.future])
		}
	}
	known := make([]bool, len(turns))
	for i := range turns {
		var path []int
		for at := i; at >= 0 && !known[at]; at = turns[at].After {
			known[at] = true
			path = append(path, at)
		}
		for j := len(path) - 1; j >= 0; j-- {
			if t := &turns[path[j]]; t.After >= 0 {
				t.Depth = max(t.Depth, turns[t.After].Depth+1)
			}
		}
	}
	return turns
}

// firsts returns for every node of a ring the first proposal that counts, at the node
// or above it, where nodes whose proposals do not count keep their managers.
func (o *Order) firsts(counts func(proposal int) bool) []int32 {
	firsts := make([]int32, len(o.nodes))
	known := make([]bool, len(o.nodes))
	for i := range int32(len(o.nodes)) {
		var path []int32
		at := i
		for ; at != None && !known[at]; at = o.nodes[at].present {
			known[at], firsts[at] = true, None // on a circle of present managers there is none
			path = append(path, at)
			if p := o.nodes[at].proposal; p != None && counts(int(p)) {
				firsts[at] = p
				break
			}
		}
		if at == None {
			continue
		}
		for _, node := range path {
			firsts[node] = firsts[at]
		}
	}
	return firsts
}

// depth returns how many proposals there are from a node upwards, the node's own
// included.
func (c *chart) depth(start int32, known map[int32]int) int {
	var path []int32
	onPath := make(map[int32]bool)
	node := start
	for ; node != None && !onPath[node]; node = c.above(node) {
		if _, ok := known[node]; ok {
			break
		}
		onPath[node] = true
		path = append(path, node)
	}
	depth := known[node] // 0 at the top, and on a circle of present managers
	for i := len(path) - 1; i >= 0; i-- {
		if _, ok := c.proposed[path[i]]; ok {
			depth++
		}
		known[path[i]] = depth
	}
	return depth
}

// A visit is a node on the way of components.
type visit struct {
	node int32
	next int // which of its managers is looked at next
}

// components numbers the components of the nodes at and above some in a graph in which
// every node has up to two managers, by Tarjan's algorithm.
func components(starts []int32, managers func(node int32) [2]int32) map[int32]int32 {
	component := make(map[int32]int32, len(starts))
	index, low := make(map[int32]int32, len(starts)), make(map[int32]int32, len(starts))
	var open []int32 // nodes without a component yet
	var way []visit
	enter := func(node int32) {
		index[node] = int32(len(index)) + 1
		low[node] = index[node]
		open, way = append(open, node), append(way, visit{node: node})
	}
	for _, start := range starts {
		if index[start] == 0 {
			enter(start)
		}
		for len(way) > 0 {
			v := &way[len(way)-1]
			if v.next < 2 {
				manager := managers(v.node)[v.next]
				v.next++
				switch {
				case manager == None || component[manager] != 0:
				case index[manager] == 0:
					enter(manager)
				default:
					low[v.node] = min(low[v.node], index[manager])
				}
				continue
			}
			node := v.node
			way = way[:len(way)-1]
			if len(way) > 0 {
				below := way[len(way)-1].node
				low[below] = min(low[below], low[node])
			}
			for low[node] == index[node] {
				last := open[len(open)-1]
				open = open[:len(open)-1]
				component[last] = index[node]
				if last == node {
					break
				}
			}
		}
	}
	return component
}

// Package syncplan compares the people of an HR system with the users of your
// product and says what to do: who to create, update, link, reactivate and
// deactivate, in a safe order, each with its reason. It does nothing itself.
//
//	settings, err := syncplan.ParseSettings(stored)          // what the customer's admin saved
//	roster, err := client.Roster(ctx)                        // everybody, or an error
//	plan, err := syncplan.Build(roster, existing, settings, time.Now())
//	fmt.Println(plan)                                        // the preview
//	for _, action := range plan.Actions { ... }              // run them in order
//
// With every action that has a Link, store the link with the user; with every
// deactivation, store that it was the sync's. The next Build needs both.
//
// The package never takes access away because data is missing. What cannot be
// told is left alone and is in the plan's Notes; what looks wrong by its number
// is in Held until somebody approves it.
//
// A Plan is data. Its JSON has a version and is read back whole or not at all.
// [Prepare] returns a [Planner], which gives the plan under other approvals, explains
// it for one employee or user, and compares two settings. A Planner can be prepared
// again at any time from a stored roster, users and settings.
//
// # Lifecycle
//
// The first row that fits, at the instant of the plan, in the person's zone. An
// end date has passed from 00:00 of the following day there. "Readable" is
// known or empty; withheld and absent are "unreadable".
//
//	hire date           end date     status word                 lifecycle
//	ahead               none, ahead  any                         pre_hire
//	ahead               passed       readable                    left, between two spells
//	reached, after the  passed       active, leave, pending      active: rehired
//	end date                         inactive                    left
//	reached or empty,   passed       inactive, empty, no word    left
//	not after the end                active or leave, the roster left: the word lags
//	date                             at most 2 days younger
//	                                 active or leave, later      unknown: contradiction
//	any                 not passed   inactive                    notice, reported
//	any                 not passed   active, leave               notice
//	reached or empty    empty        active / leave / pending    active / leave / active, reported
//	                                 inactive                    left; unknown while the roster is
//	                                                             at most 2 days younger than the hire
//	                                                             date: the word lags
//	any                 empty        empty                       unknown: blank
//	any                 any          unreadable                  unknown
//	unreadable          any          inactive                    unknown: a future hire?
//	any                 unreadable   inactive                    unknown: a future leaver?
//	unreadable          empty        active, leave               as the word; nobody is created
//	reached or empty    empty, not   the vendor has no word      active, notice
//	                    passed
//	everything else                                              unknown
//
// A date before 1900 or without a year, and an end date before the hire date
// while neither is reached, are unreadable, and reported. With leaving_evidence
// "end_date" the word is not consulted, and the hire date only for who has not
// started: it may be unreadable. With "status" the dates are not consulted, and
// "pending" is pre_hire.
//
// The zone is that of the first zone rule that holds, else the person's own,
// else the settings'. Where a rule cannot be told, several zones are in question:
// the one whose day ends last counts, unless another one leaves access that this
// one takes. If they differ in whether somebody is in scope, the scope cannot be
// told.
//
// # Disposition
//
// Every employee has one disposition, the first that holds:
//
//	untouched     out of scope, and not linked
//	left          the lifecycle is left
//	unknown       the lifecycle, the scope or the block is unknown
//	pre_hire      the lifecycle is pre_hire
//	blocked       the block condition holds
//	out_of_scope  the scope does not hold
//	present       none of these
//
// An employee who has left is unknown while the scope is unknown and there is no
// link. An employee who is blocked or out of scope is unknown while the hire date is
// unreadable. The missing value might leave the user alone. A user that is linked to a
// record that HR does not list is no_record.
//
// # What happens
//
// In brackets, what the policy can put in place of the first.
//
//	disposition   no user                 active user                inactive, by the sync   inactive, by a person
//	present       create                  update what differs        reactivate [never]      report [always]
//	left          skip [sync: create]     deactivate with its        -                       -
//	                                      changes [keep, sync]
//	pre_hire      wait for create_ahead,  in the window: update;     in the window:          report
//	              then create             before: report             reactivate
//	blocked       skip                    deactivate [keep]          -                       -
//	out_of_scope  -                       keep, report [deactivate]  -                       -
//	unknown       skip, report            update, report             report                  report
//	no_record     -                       keep, report [deactivate,  -                       -
//	                                      deactivate_ended]
//
// Where the origin says that the credentials see no leavers or no starters, a
// missing record may only be hidden, and "deactivate" keeps the user.
//
// Protected users are updated but for their address, and never deactivated: that
// their employee has left is the first of the notes. Ignored users absorb their
// match and are in no action. Users linked to another source, and users that
// nothing ever matched, are not touched. The addresses of all of them stay
// theirs.
//
// An attribute is cleared only if its field is empty for this person and known
// for somebody. Nobody is created without an address or a required value. With
// "sync", a leaver who shares the address or a key with somebody who has not left
// gives way: a user is not created, and one that exists gets no new address or
// key.
//
// # Matching
//
// The link comes first, then the keys in order, folded, among the users that no
// link claims. A user whose earlier key is set and differs is somebody else, and
// so is one with the same address and another first and last name. A name serves
// only where no identifier is set on both sides, and if it is unique on both, with
// leavers and inactive users; a linked user counts with the name of its record.
//
// Where several people or several users fit, or several users are linked to one
// record, there is a conflict, and nobody is touched, with one exception: a user
// whose link names a record that has left, and whom nobody else claims, is still
// deactivated. A leaver never competes with somebody who has not left. A record
// whose key cannot be read creates nobody.
//
// A person may share a key with a user that is linked to another record, or that a
// key found for a leaver: after a rehire under a new id, or with the address of
// somebody who is gone. Until somebody has decided, the person is not created and
// the user not deactivated. A relink is proposed where one person claims one
// linked user by all keys, and the old record fits no user without a link.
//
// Who may be the same, by surname and birthday or by what stands before the @, is
// a hint and no more.
//
// What is hidden might tell people apart. So:
//
//   - No key finds a user while an earlier key cannot be read, or a source that
//     comes first in its rule; and no address does while the names cannot be read.
//   - A leaver who shares an earlier key with somebody who has not left is found
//     by no later one.
//   - Whoever is blocked or out of scope keeps the user while an address or a key
//     cannot be read: other people may have the same, which is a conflict.
//   - Whoever a key finds is not linked while the scope cannot be told, nor while
//     nothing tells whether one of several people who share that key or an earlier
//     one has left. Later keys match nobody for whom it matters whether the two
//     belong together.
//
// # Addresses
//
// No two users have one address after any number of the actions. Who takes an
// address waits for who gives it up; a swap is a conflict. A private address
// that stands in for a blank work address acts at creation only. A deactivation
// carries no change of address.
//
// # Managers
//
// Managers are set once everybody exists; nobody waits for one. HR alone says who
// it is: an address or a number that two people have there names nobody, but a
// leaver does not compete with somebody who has not left. Where the manager has no
// user, or one that is inactive, ignored, or about to be deactivated or relinked,
// and where people would report to one another, there is a note and the old
// manager stays.
//
// # Guards
//
// All percentages are of the active users linked to this source.
//
//	empty_roster            nobody is listed while users are linked              everything
//	missing_records         more than max(5, 20 %) linked users without record   everything
//	unreadable_field        a field that the settings or the leaving evidence    everything
//	                        need is absent or withheld for everybody
//	unreadable_status       blank or withheld for more than max(2, 20 %) of      everything
//	                        the employed
//	first_plan              no user is linked, if the settings say "hold"        everything
//	deactivations           more than max(5, 20 %), or more than half            those
//	unlinked_deactivations  deactivations of users that no sync has linked       those
//	email_changes           more than max(5, 10 %), relinks included             those
//	relinks                 always                                               those
//	creates                 more than max(20, 20 %), once anybody is linked      those
//
// With deactivations or new addresses that are too many, new links wait if they
// would raise the limit. An approval covers the people of one hold, for the
// reasons that it names, and whom the guard counted: one person more, or a record
// more that is missing, and the hold is back.
package syncplan

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
// # Lifecycle
//
// The first row that fits, at the instant of the plan, in the person's zone. An
// end date has passed from 00:00 of the following day there. "Readable" is
// known or empty; withheld and absent are "unreadable".
//
//	hire date           end date     status word                 lifecycle
//	ahead               none, ahead  any                         prehire
//	ahead               passed       readable                    left, between two spells
//	reached, after the  passed       active, leave, pending      active: rehired
//	end date                         inactive                    left
//	reached or empty,   passed       inactive, empty, no word    left
//	not after the end                active or leave, the roster left: the word lags
//	date                             at most 2 days younger
//	                                 active or leave, later      cannot tell: contradiction
//	any                 not passed   inactive                    notice, reported
//	any                 not passed   active, leave               notice
//	reached or empty    empty        active / leave / pending    active / leave / active, reported
//	                                 inactive                    left; cannot tell while the roster is
//	                                                             at most 2 days younger than the hire
//	                                                             date: the word lags
//	any                 empty        empty                       cannot tell: blank
//	any                 any          unreadable                  cannot tell
//	unreadable          any          inactive                    cannot tell: a future hire?
//	any                 unreadable   inactive                    cannot tell: a future leaver?
//	unreadable          empty        active, leave               as the word; nobody is created
//	reached or empty    empty, not   the vendor has no word      active, notice
//	                    passed
//	everything else                                              cannot tell
//
// A date before 1900 or without a year, and an end date before the hire date
// while neither is reached, are unreadable, and reported. With leaving_evidence
// "end_date" the word is not consulted, and the hire date only for who has not
// started: it may be unreadable. With "status" the dates are not consulted, and
// "pending" is prehire.
//
// The zone is that of the first zone rule that holds, else the person's own,
// else the settings'. Where a rule cannot be told, it is the one in question
// whose day ends last, or another one of them in which access stays; where they
// differ in whether somebody is in scope, that cannot be told.
//
// # What is wanted
//
// The first that holds: out of scope and not linked, "untouched"; left;
// lifecycle, scope or block cannot be told, "cannot tell"; "pre-hire";
// "blocked"; "out of scope"; "present". Whoever is not linked and has left is
// "cannot tell" while the scope is, and so is whoever is blocked or out of
// scope while the hire date is unreadable: the hidden value might leave the
// user alone.
//
// # What happens
//
// In brackets, what the policy can put in place of the first.
//
//	wanted        no user                 active user                inactive, by the sync   inactive, by a person
//	present       create                  update what differs        reactivate [never]      report [always]
//	left          skip [sync: create]     deactivate with its        -                       -
//	                                      changes [keep, sync]
//	pre-hire      wait for create_ahead,  in the window: update;     in the window:          report
//	              then create             before: report             reactivate
//	blocked       skip                    deactivate [keep]          -                       -
//	out of scope  -                       keep, report [deactivate]  -                       -
//	cannot tell   skip, report            update, report             report                  report
//	no record     -                       keep, report [deactivate,  -                       -
//	                                      deactivate_ended]
//
// Where the origin says that the credentials see no leavers or no starters, a
// missing record may only be hidden, and "deactivate" keeps the user.
//
// Protected users are updated but for their address, and never deactivated: that
// their employee has left is the first of the notes. Ignored users absorb their
// match and are in no action. Users linked to another source, and users that
// nothing ever matched, are not touched. The addresses of all of them stay
// theirs. A leaver who shares the address or a key with somebody who has not left
// is not created, and the user gets neither.
//
// # Matching
//
// The link first, then the keys in order, folded, among users that no link
// claims. A user whose earlier key is set and differs is somebody else, and so is
// one with the same address and another first and last name. A name serves only
// where no identifier is set, and if it is unique on both sides, leavers and
// inactive users included; a linked user counts with the name of its record.
// Where several people or several users fit, nobody is touched and there is a
// conflict; a leaver never competes with somebody who has not left. A record
// whose key cannot be read creates nobody. A person who shares a key with a user
// that is linked to another record, or was found for a leaver, is not created,
// and that user is not deactivated, until somebody has decided: a relink is
// proposed where one person claims one user by all keys, and the old record fits
// no user without a link. Who may be the same, by surname and birthday or by what
// stands before the @, is a hint and no more.
//
// What is hidden might tell people apart. So nobody is found by a key while an
// earlier one, both names, or a source that comes first in its rule cannot be
// read; a leaver who shares an earlier key with somebody who has not left is
// found by no later one; and who is blocked or out of scope keeps the user while
// an address or key cannot be read, for it may be a conflict. Whoever is found
// by a key while the scope cannot be told is not linked, and for all whom a later
// key finds the user counts as found and as not found; so it is where nothing
// tells whether one of two people who share an earlier key has left.
//
// # Addresses
//
// No two users have one address after any number of the actions. Who takes an
// address waits for who gives it up; a swap is a conflict. A private address
// that stands in for a blank work address acts at creation only. A deactivation
// carries no change of address.
//
// # Guards
//
// All percentages are of the active users linked to this source.
//
//	empty_roster        nobody is listed while users are linked              everything
//	missing_records     more than max(5, 20 %) linked users without record   everything
//	unreadable_field    a field that the settings or the leaving evidence    everything
//	                    need is absent or withheld for everybody
//	unreadable_status   blank or withheld for more than max(2, 20 %) of      everything
//	                    the employed
//	first_plan          no user is linked, if the settings say "hold"        everything
//	deactivations       more than max(5, 20 %), or more than half            those
//	first_contact       deactivations of users that no sync has linked       those
//	email_changes       more than max(5, 10 %), relinks included             those
//	relinks             always                                               those
//	creates             more than max(20, 20 %), once anybody is linked      those
//
// With deactivations or new addresses that are too many, new links wait if they
// would raise the limit. An approval covers the people of one hold, for the
// reasons that it names, and whom the guard counted: one person more, or a record
// more that is missing, and the hold is back.
package syncplan

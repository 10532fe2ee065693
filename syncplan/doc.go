// Package syncplan plans user provisioning and deprovisioning from an HR system
// (HRIS). It reconciles the employees of a roster with the users of your product
// and returns a [Plan]: what to do for joiners, movers, leavers and rehires, in a
// safe order, each action with its reason and evidence. A plan is a dry run until
// your code runs it; the package does no I/O.
//
//	settings, err := syncplan.ParseSettings(stored)  // what the customer's admin saved
//	roster, err := client.Roster(ctx)                // complete, or an error
//	plan, err := syncplan.Build(roster, existing, settings, time.Now(), approvals...)
//	fmt.Print(plan)                                  // show it; [Hold.Approve] releases what is held
//	for _, a := range plan.Actions {                 // in order, each in one transaction
//		if a.Kind == syncplan.KindCreateGroup {
//			createGroup(a.Changes[0].Attribute, a.Changes[0].To)
//			continue
//		}
//		user := load(a.UserID)                   // KindCreate: a new user
//		for _, c := range a.Changes {
//			user.Set(c.Attribute, c.To)      // "ends_on" too: User.EndsOn
//		}
//		if a.Link != (syncplan.Link{}) {
//			user.Link = a.Link
//		}
//		switch a.Kind {
//		case syncplan.KindCreate, syncplan.KindReactivate:
//			user.Active, user.DeactivatedBySync = true, false
//		case syncplan.KindDeactivate:
//			user.Active, user.DeactivatedBySync = false, true
//		case syncplan.KindSetManager:
//			user.ManagerID = idOf(a.Manager) // by employee if the plan creates the manager
//		}
//		save(user)
//	}
//
// Store link, deactivated_by_sync and ends_on with the user: the next run needs them
// in [Existing]. [Prepare] makes a [Planner], now or from a stored roster: it plans
// under other approvals, explains every employee and user, and compares settings. In
// SCIM, a create is a POST, a deactivation a PATCH of active.
//
// # Rules
//
//   - The plan never takes access away because data is missing. What cannot be
//     decided stays as it is and is in Notes; what exceeds a threshold is in Held
//     until an operator approves it.
//   - An attribute is cleared only if its field is empty for this employee and known
//     for another one.
//   - No user is created without an address and every required value.
//   - A protected user keeps its address and is never deactivated; the first notes
//     are of those whose employee has left.
//   - An ignored user takes its match and is in no action.
//   - Users that are linked to another source, or never matched, are not touched.
//     They, too, keep their addresses.
//   - Where the origin says that the credentials see no leavers or no starters, a
//     missing record may be hidden, and no_record "deactivate" keeps the user.
//
// Matching:
//
//   - The link decides first, then the keys in order, folded, among users without a
//     link.
//   - A user with another value of an earlier key, or with the same address and
//     another first and last name, is treated as a different employee.
//   - A name matches only where no identifier is set on both sides, and only if it is
//     unique among all employees and users, leavers and inactive users included. A
//     linked user counts with the name of its record.
//   - Several employees or several users that fit, or several users linked to one
//     record, are a conflict, and none of them is touched. One exception: a user that
//     is linked to a record that has left, and that no other employee claims, is
//     deactivated.
//   - A leaver never competes with an employee who has not left.
//   - A record with an unreadable key creates no user.
//   - An employee may share a key with a user that is linked to another record, or
//     matched to a leaver: a rehire under a new id, or a reused address. Until that is
//     resolved the employee gets no user, and the user is not deactivated.
//   - A relink is proposed if one employee claims one linked user by all keys, and the
//     old record fits no user without a link.
//   - Possible duplicates, by surname and birthday or by the name before the @,
//     become hints, never actions.
//
// Unreadable data may distinguish two employees:
//
//   - No key matches while an earlier key, or an earlier field of its rule, is
//     unreadable; nor an address while the names are.
//   - A leaver who shares an earlier key with an employee who has not left is not
//     matched by a later one.
//   - A blocked or out-of-scope employee keeps the user while the address or a key is
//     unreadable: another employee may have the same, which is a conflict.
//   - A key match is not linked while the scope is unknown, or a rival for that key or
//     an earlier one may still be employed. Later keys match neither side where that
//     would matter.
//
// Addresses and managers:
//
//   - No two users have one address after any number of the actions: an address is
//     freed before it is reassigned, and a swap is a conflict.
//   - A private address in place of a blank work address counts at creation only.
//   - A deactivation changes no address.
//   - With policy left "sync", a leaver who shares the address or a key with an
//     employee who has not left gets no user; an existing one keeps its address and
//     key.
//   - Managers are set once all users exist. An address or number that two employees
//     have in HR names no manager, but a leaver does not compete with an employee who
//     has not left.
//   - A manager without a user, or whose user is inactive, ignored or about to be
//     deactivated or relinked, and a reporting cycle leave the old manager, with a
//     note.
//
// # Lifecycle
//
// The first row that fits, at the instant of the plan, in the employee's zone. An
// end date has passed from 00:00 of the next day. Known and empty fields are
// readable, withheld and absent ones unreadable.
//
//	hire date             end date       status                    lifecycle
//	ahead                 empty, ahead   any                       pre_hire
//	ahead                 passed         readable                  left: between two spells
//	reached, after the    passed         active, leave, pending    active, leave, active: rehire
//	end date                             inactive                  left
//	reached, empty        passed         inactive, empty, none     left
//	                                     active, leave; roster at  left: the status lags
//	                                     most 2 days after then
//	                                     active, leave; later      unknown: contradiction
//	any                   ahead          inactive                  notice, reported
//	any                   ahead          active, leave             notice
//	reached               empty          inactive; roster at most  unknown: the status lags
//	                                     2 days after then
//	reached, empty        empty          active, leave             as the status
//	                                     pending                   active, reported
//	                                     inactive                  left
//	any                   empty          empty                     unknown: blank
//	any                   any            unreadable                unknown
//	unreadable            any            inactive                  unknown: a future hire?
//	any                   unreadable     inactive                  unknown: a future leaver?
//	unreadable            empty          active, leave             as the status
//	reached, empty        empty, ahead   the vendor has none       active, notice
//	anything else                                                  unknown
//
// An unreadable hire date creates no user. A date before 1900 or without a year is
// unreadable, as is an end date before the hire date while neither is reached; both
// are reported. With leaving_evidence "end_date" the status does not count, and the
// hire date, which may be unreadable, only decides who has not started. With
// "status" the dates do not count, and "pending" is pre_hire.
//
// The zone is that of the first zone rule that holds, else the employee's own, else
// the settings'. An unknown rule leaves several candidates: the zone whose day ends
// last counts, but if they disagree, one that keeps access wins. If they disagree
// on the scope, the scope is unknown.
//
// # Disposition
//
// The first that holds:
//
//	untouched     out of scope, and not linked
//	left          has left; unknown while not linked and the scope is unknown
//	unknown       lifecycle, scope or block condition is unknown
//	pre_hire      the hire date is ahead
//	blocked       the block condition holds; unknown while the hire date is unreadable
//	out_of_scope  out of scope; unknown while the hire date is unreadable
//	present       employed and in scope
//
// # Actions
//
// In brackets, what the policy can choose instead.
//
//	disposition   no user                 active user                  inactive, by the sync     inactive, by an operator
//	present       create                  update what differs          reactivate [never]        report [always]
//	left          skip [sync: create]     deactivate with its          -                         -
//	                                      changes [keep, sync]
//	pre_hire      wait for create_ahead,  in the window: update        in the window:            report
//	              then create             before: report               reactivate
//	blocked       skip                    deactivate [keep]            -                         -
//	out_of_scope  -                       keep, report [deactivate]    -                         -
//	unknown       skip, report            update, report               report                    report
//	no_record     -                       keep, report [deactivate,    -                         -
//	                                      deactivate_ended]
//
// # Guards
//
// The default thresholds; percentages are of the active users linked to this source.
//
//	empty_roster            no employee is listed while users are linked         everything
//	missing_records         over max(5, 20 %) linked users without a record      everything
//	unreadable_field        a field that the settings or the leaving evidence    everything
//	                        need is absent or withheld in every record
//	unreadable_status       blank or withheld for over max(2, 20 %) of the       everything
//	                        employed
//	first_plan              no user is linked, and the settings say "hold"       everything
//	deactivations           over max(5, 20 %), or over half                      those
//	unlinked_deactivations  deactivations of users that no sync has linked       those
//	email_changes           over max(5, 10 %), relinks included                  those
//	relinks                 always                                               those
//	creates                 over max(20, 20 %), once any user is linked          those
//
// With too many deactivations or new addresses, new links are held too if they would
// raise the limit. An approval covers the members of one hold, for the reasons that
// it names, and the records that the guard counted: with one more of either the hold
// is back.
package syncplan

// Package syncplan plans user provisioning and deprovisioning from an HR system
// (HRIS). It reconciles the employees of a roster with the users of your product
// and returns a [Plan]: actions for joiners, movers, leavers and rehires, in a safe
// order, each with its reason and evidence. A plan is a dry run until your code runs
// it; the package does no I/O.
//
//	settings, err := syncplan.ParseSettings(stored)
//	roster, err := client.Roster(ctx) // complete, or an error
//	plan, err := syncplan.Build(roster, existing, settings, time.Now(), approvals...)
//	fmt.Print(plan)
//	report, err := runner.Run(ctx, plan, store) // package runner; store is yours
//
// Code of your own runs the actions in order, each in one transaction with its key:
// [Action.Resolve] names users that the plan creates, [Action.On] is the user as the
// action leaves it. If an action fails, leave out those that have its key in After.
// Store [Plan.Applied] and, as Existing.Unfinished, the actions that did not run. In SCIM,
// a create is a POST, a deactivation a PATCH of active.
//
// [Hold.ApproveAll] releases what a guard holds, [Hold.Approve] a part of it. [Prepare]
// makes a [Planner], which plans under other approvals, explains an employee or a user,
// and compares settings.
// slog, %+v and %#v show ids and counts only; in maps and structs of your own, slog's
// JSON handler does with [employee.ReplaceAttr]. Text forms and JSON are personal data.
//
// # Rules
//
//   - No access is taken away because data is missing: what cannot be decided stays
//     and is in Notes; what exceeds a threshold is in Held until approval.
//   - An attribute is cleared only if its field is empty for this employee and known
//     for another, or an end date; else the value stays, with a note.
//   - No user is created without an address and all required values.
//   - A field that is absent counts as withheld while another employee has it, and
//     always for the address, keys and lists of several fields. It stops its rule; for
//     a new user it may pass on to the next: see [mapping.Program.Apply].
//   - What an operator has fixed (User.Kept) stays, counted in a note. Under
//     "until_changed" the product's value stays until HR's own differs from
//     User.Applied, or from the user's where that is missing.
//   - Text is compared and written in NFC, a set in any order. A new group that equals
//     an existing one but for case and blanks is that one. A group that no active user
//     has after the actions is in the notes, as are those whose users all get a new one.
//   - A protected user keeps its address and access; the first notes name those whose
//     employee has left.
//   - An ignored user takes its match and is in no action.
//   - A user that is linked to another source, or never matched, is not touched, and
//     keeps its address; but see "Your customer changes the HR system".
//   - If the credentials see no leavers or no starters, no_record "deactivate" keeps
//     the user: the record may only be hidden.
//
// Matching:
//
//   - The link comes first, then the keys in order, folded, among users without a
//     link.
//   - A user with another value of an earlier key, or the same address but different
//     names, is treated as a different employee; so is one with the same identifier
//     whose names and address both differ.
//   - A user with the address of one employee and the full name of another who has not
//     left is a conflict.
//   - A name key matches only if it is unique on both sides, leavers and inactive users
//     included, and if no identifier is set on both. A linked user counts under the
//     name in its record.
//   - Several matching employees or users, or several users linked to one record, are
//     a conflict: none is touched, except that a user linked to a record that has
//     left, and claimed by no other employee, is deactivated, and that a linked user
//     whose address several employees have keeps it and follows its record.
//   - Only an employee who may be wanted competes for an address or an identifier: not
//     a leaver, and without a link not one who is out of scope, blocked or before the
//     window. A leaver, and then one of the latter, has what is left.
//   - A record with an unreadable key creates no user.
//   - If a key finds a user that is linked to another record or matched to a leaver (a
//     rehire under a new id, a reused address), no user is created, and that one is
//     not deactivated, until an operator resolves it.
//     Different names are no claim, unless those of the user or of the old record
//     agree: a leaver's user is then deactivated as usual. One who is blocked or
//     before the window only keeps a leaver's user, and only with a hire date at most
//     3 days, or create_ahead, after the end date.
//   - A relink is proposed if one employee, who should have a user now, claims one
//     linked user by all keys, and the old record matches no user without a link. A
//     relink of an inactive user also reactivates it, where a reactivation would.
//   - With relink "same_person" a relink runs without approval if the old record, of
//     this source, has left or is gone, the full names are equal, and so is every key
//     that both have, none is unreadable, and an identifier besides the address is
//     equal or the original hire date is not after the old end date.
//   - While an employee without a user, who has the full name of a leaver and a later
//     hire date, has an unreadable address or key, the leaver's deactivation is held.
//   - A create is held if the employee resembles a user that matched none: it has the
//     full name, in any order, or the name before the @ and the first name, of a user
//     that is not linked, ignored or of a replaced source, or its private address is that
//     of any user.
//   - The full name of a user of another source, one that more than 8 employees or users
//     have, surname and birthday, and the name before the @ alone are hints.
//
// The names of an employee are the words of the first, middle, preferred, last and
// display name; those of a user are in all targets whose rules read only these. They
// differ if both have words in a common script, and share none: equal, or one within
// the other, from three letters on (one in Han, two in other scripts without blanks).
// A key with names "ignore" stands alone.
//
// Unreadable data may distinguish two employees:
//
//   - A key does not match while an earlier key, or an earlier field of its rule, is
//     unreadable, or while the names share no word and one of them is withheld.
//   - An employee who does not compete, and shares an earlier key with one who does, is
//     not matched by a later one.
//   - A blocked or out-of-scope employee keeps the user while the address or a key is
//     unreadable: the user may belong to another employee with the same value.
//   - If a key matches, the user is not linked while the scope is unknown, or while
//     another employee with the same key, or an earlier one, may still be employed. A
//     later key then gives neither of them another match.
//
// Addresses and managers:
//
//   - No two users have one address after any number of actions: an address is freed
//     before it is reassigned; a swap is a conflict.
//   - A private address in place of a blank work address counts at creation only.
//   - A deactivation changes no address. A leaver who shares the address or a key with
//     an employee who competes keeps its key, and with left "sync" gets no user, or
//     keeps address and key.
//   - Managers are set once all users exist, from the top down. While the present manager
//     of a user above leads back to another user, that one waits for its change, and is
//     held if that is held and no other change opens the way: no part of a plan makes a
//     reporting cycle.
//   - A manager who is not listed is the one user, of any source, that is active and has
//     the address of the manager in HR once the plan has run.
//   - An address or number that two employees have in HR names no manager; a leaver does
//     not compete.
//   - The manager does not change, with a note, if the new one has no user, or one
//     that is inactive, ignored or about to be deactivated or relinked, or in a
//     reporting cycle.
//
// # Your customer changes the HR system
//
// Links name the HR account. If the account is renamed, or another vendor's takes its
// place, set moves_from in the settings of the new one to the source of the old links:
//
//	"moves_from": [{"source": "bamboohr/oldname", "same_ids": true}]
//
// Its users are then matched as if they were not linked, but keep what the sync knows of
// them. With same_ids, for one source at most, the employee id is the first key. All that
// becomes of them is in one hold, move: relinks, also of inactive users whose employee
// should have one, and deactivations of those who have left in the new system. Active
// users that no employee matches, or one in a conflict, are in one alert, left_behind, and
// keep access. Compare, approve, run: then nothing is left to do. Remove moves_from when no user has an old
// link, or those who have are settled by hand.
//
// An approval of a relink or a move is used once: drop it when it has run, as
// Report.Unused of package runner does, so that two sources that list one employee do not
// pull its user to and fro.
//
// # Lifecycle
//
// The first row that fits, in the employee's zone. An end date has passed from 00:00
// of the next day. Known and empty fields are readable, withheld and absent ones
// unreadable.
//
//	hire date             end date       status                    lifecycle
//	ahead                 empty; ahead,  any                       pre_hire
//	                      not before it
//	ahead                 ahead, before  any                       notice, if the original hire date
//	                      it                                       is not after the end date
//	ahead, in the window  passed         readable                  pre_hire: a return
//	ahead, before it      passed         readable                  left: between two employments
//	reached, after the    passed         active, leave, pending    active, leave, active: rehire
//	end date                             inactive; roster at most  unknown: the status lags
//	                                     2 days after the hire
//	                                     inactive; later           left
//	reached, empty        passed         inactive, empty, none     left
//	                                     active, leave; roster at  left: the status lags
//	                                     most 2 days after the
//	                                     end and the grace
//	                                     active, leave; later      unknown: contradiction
//	any                   ahead          inactive                  notice, reported
//	any                   ahead          active, leave             notice
//	reached               ahead          pending                   notice, reported
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
// An unreadable hire date creates no user. With an end date ahead and the hire date after
// it, only the status active, leave or none does. A date before 1900 or without a year is
// unreadable, as is an end date before the hire date while neither is reached and the
// original hire date does not explain it; both are reported. With leaving_evidence
// "end_date" the status does not count, the hire date, readable or not, only decides
// who has not started, and there are no returns. With "status" the dates do not count,
// and "pending" is pre_hire. If the origin says NoEnds, a withheld end date beside
// active, leave or pending counts as empty, and need not be readable.
//
// The window is the create_ahead days before the hire date; with "any", a return has
// 31 days. While the status says inactive, and the end date is not after a hire date of
// today or later, the hire may have been withdrawn: no user is created or reactivated,
// an existing user stays, and the plan reports it. After the end date it is a return if
// the original hire date is not after that end date.
//
// With deactivate_after, an end date takes access that many days later; until then the
// disposition is grace, and the plan says when access ends. The employee has left all
// the same: no user is created, linked or reactivated, and the employee does not compete
// for a key. The 2 days of a lagging status begin when the grace ends. A remembered end
// date has the same grace; evidence without a date has none.
//
// The zone is that of the first zone rule that holds, else the employee's own, else
// the settings'. An unknown rule makes several candidates. An own zone that is withheld,
// not an IANA zone, or absent while other records have the field, makes candidates of
// UTC-12, UTC, UTC+14 and the settings' zone, which together have every day on earth.
// The zone whose day ends last counts, but if they disagree, one that keeps access wins.
// If they disagree on the scope, it is unknown.
//
// # Disposition
//
// The first that holds:
//
//	untouched     out of scope, and not linked
//	left          has left; unknown while not linked and the scope is unknown
//	grace         the same, for deactivate_after days after the end date
//	unknown       lifecycle, scope or block condition is unknown
//	pre_hire      the hire date is ahead
//	blocked       the block condition holds; unknown while the hire date is unreadable
//	out_of_scope  out of scope; unknown while the hire date is unreadable
//	present       employed and in scope
//
// # Actions
//
// In brackets, what the policy can choose instead. With inactive "update" the values of
// linked inactive users follow HR, but for the address, the keys and the manager. While
// the block condition holds, no user is created or reactivated, whatever the disposition.
//
//	disposition   no user                 active user                  inactive, by the sync     inactive, by an operator
//	present       create                  update                       reactivate [never]        report [always]
//	left          skip [sync: create      deactivate with its          -                         -
//	              inactive]               changes [keep, sync]
//	grace         skip                    keep, report [sync]          -                         -
//	pre_hire      wait for the window,    in the window: update;       in the window:            report
//	              then create             before, blocked: report      reactivate
//	blocked       skip                    deactivate [keep]            -                         -
//	out_of_scope  -                       keep, report [deactivate]    -                         -
//	unknown       skip, report            update, report               report                    report
//	no_record     -                       keep, report [deactivate,    -                         -
//	                                      deactivate_ended]
//
// # Guards
//
// The first four doubt the roster and hold everything; the others hold what they
// count. A threshold is a number or, if that is more, a percentage of the active users
// linked to this source or one that it replaces; those of changes and clears count the links of the plan, too.
// A guard's own percentage is of the first 500, and 1 % of the rest: at 50,000 users
// 20 % are 595. Limits in the settings mean what they say, and have no "half".
//
//	guard                   holds                                  default            because
//	empty_roster            while users are linked and no          -                  no company has no employees
//	                        employee is listed
//	missing_records         linked users without a record          5, 20 %            a lost permission looks like this
//	unreadable_field        a field of a condition or of the       -                  the settings cannot decide
//	                        evidence that no record shows; a
//	                        target whose rules stop for all in
//	                        scope; a source of a list or part
//	                        of a format that none of them shows
//	unreadable_status       employed with a blank or withheld      2, 20 %            so does this
//	                        status
//	first_plan              all, while no user is linked, if the   -                  nothing has been looked at yet
//	                        settings say "hold"
//	relinks                 all, but those that "same_person"      0                  a user changes its employee
//	                        lets run; leavers who may be back
//	move                    relinks and deactivations of users of  0                  they may be of other employees
//	                        a replaced source; they count nowhere
//	                        else
//	unlinked_deactivations  of users that no sync has linked; they 0                  they may be of other employees
//	                        count nowhere else
//	possible_duplicates     creates of employees who resemble a    0                  a second user of one employee
//	                        user that matched none
//	                        creates with the full name of a user   5, 20 %            a second source shares a few, a
//	                        of another source                      of the creates     renamed one all
//	deactivations           the others                             5, 20 %, half      a company loses few at once
//	email_changes           new addresses of users, and relinks    5, 10 %            an address is a login
//	changes                 users with another value of a target   20, 50 %           a reorganisation is larger
//	                        that is a name                         5, 20 %, half      names rarely change: a shifted row
//	clears                  users without a value that they had,   5, 20 %, half      a lost field looks like this
//	                        by target, the manager included
//	creates                 new users, once a user is linked or    20, 20 %           a second source lists its own
//	                        under a limit of the settings
//	seats                   creates and reactivations beyond       -                  seats cost money
//	                        Existing.Seats
//
// A name is a target of a key that is a name, or one whose rules read names only.
// changes and clears take their values out of the actions; the rest runs. With too many
// deactivations or new addresses, new links that would raise the limit are held too.
// For seats all are ranked, held or not: reactivations, then by hire date and id; a
// seat that the plan frees is for the next plan. No approval releases this hold.
//
// An approval is of members, with their reason and their value: the new address or the
// new value of a target. It stands whichever others join, for at most 90 days. They
// count towards no threshold. Members that were shown and not approved stay held, however few they are,
// as does an approved one with another reason or value. An approval of first_plan
// covers its creates in every later plan. A hold that doubts the roster is approved as
// a whole, and is back with one more missing. An approval that has ended is a hint
// while what it named is held again.
//
// The actions of the last plan that a run has not carried out (Existing.Unfinished) passed
// its guards, or were approved: no guard counts them again, whatever the evidence, while
// kind, employee, user, link and, but for creates, new values are the same. Refused members,
// seats and a roster in doubt hold them all the same. If it has created a user with the
// same key, it goes on with the others; a user that it has created gets its manager as a
// new one.
//
// # What you store
//
// Losing any of it takes no access.
//
//	of a user            if it is lost
//	link                 a key finds the user again; what would be deactivated waits for approval
//	active               the user counts as inactive and keeps what it has; a hint, if it should be active
//	deactivated_by_sync  an operator has to reactivate the user of a rehire: a hint
//	ends_on              a user without a record is kept: a hint
//	kept                 HR's values replace those of the operator, within the limits of changes
//	applied              HR's values replace those edited under "until_changed", within the limits
//
//	of a customer        if it is lost
//	settings             nothing is planned
//	approvals            what they released is held again; what they left held counts anew
//	unfinished actions   guards count them again, and may hold them
//	seats                there is no limit
package syncplan

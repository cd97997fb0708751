// Written by tools/generate_protocol.py from the server's types. Change those, then `make generate`.

/**
 * What somebody wanted of a reserved case, in a few words that its owner reads.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AccessAct".
 */
export type AccessAct = ("call" | "change" | "help" | "join" | "message" | "open" | "other" | "take_over")
/**
 * What somebody wanted of a reserved case, in a few words that its owner reads.
 */
export type AccessAct1 = ("call" | "change" | "help" | "join" | "message" | "open" | "other" | "take_over")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode = ("exercise" | "real" | "test" | "training")
/**
 * How it is known that a person knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgedHow".
 */
export type AcknowledgedHow = ("desk" | "key" | "radio" | "reply")
/**
 * What a hospital can do beyond an emergency department; worded as `hospitals.can.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalCapability".
 */
export type HospitalCapability = ("burns" | "cath_lab" | "decontamination" | "helipad" | "hyperbaric" | "isolation" | "neonatal" | "neurosurgery" | "obstetrics" | "paediatrics" | "psychiatry" | "stroke" | "toxicology" | "trauma")
/**
 * By what way it came, which is all that is known of who says it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallDataOrigin".
 */
export type CallDataOrigin = ("call" | "server" | "trusted_call")
/**
 * Who a provider says it is (IANA, Type of Provider).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProviderKind".
 */
export type ProviderKind = ("access_network_provider" | "client" | "emergency_modality_conversion_provider" | "emergency_service_provider" | "language_translation_provider" | "other" | "relay_provider" | "telecom_provider" | "telematics_provider")
/**
 * Whose line it is (IANA, Service Environment).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LineEnvironment".
 */
export type LineEnvironment = ("business" | "residence" | "unknown")
/**
 * Whether its place can change (IANA, Service Mobility).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LineMobility".
 */
export type LineMobility = ("fixed" | "mobile" | "nomadic" | "unknown")
/**
 * Of what kind the line is (IANA, Service Type).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LineKind".
 */
export type LineKind = ("coin" | "digital" | "mlts_hosted" | "mlts_local" | "one_way" | "opx" | "other" | "ott" | "pots" | "relay" | "sensor_attended" | "sensor_unattended" | "temp" | "voip" | "wireless")
/**
 * With what the call is made (IANA, Device Classification).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeviceClass".
 */
export type DeviceClass = ("aircraft" | "alarm_monitored" | "automobile" | "cordless" | "desktop" | "farm" | "feature_phone" | "fixed" | "game" | "laptop" | "marine" | "other" | "personal" | "satellite" | "sensor_fixed" | "sensor_mobile" | "smart_phone" | "smart_phone_app" | "tablet" | "text_only" | "truck" | "unknown_device")
/**
 * What was done to a text, or what it holds, so that its reader is warned.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextMark".
 */
export type TextMark = ("cut" | "hidden_characters" | "link")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AgeBand".
 */
export type AgeBand = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * How a desk stands towards the queue.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AgentState".
 */
export type AgentState = ("busy" | "off" | "offered" | "pause" | "ready" | "wrap_up")
/**
 * Why a centre asks a neighbour for mutual aid; its order is that of the keys.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AidReason".
 */
export type AidReason = ("nearer" | "no_free_unit" | "no_such_unit" | "other" | "relief")
/**
 * From where an altitude is counted; in Spain the two differ by about 50 m.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AltitudeReference".
 */
export type AltitudeReference = ("ellipsoid" | "sea_level")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Mode".
 */
export type Mode1 = ("exercise" | "real" | "test" | "training")
/**
 * `object:verb`. The word is persisted in keys: it does not change later.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyScope".
 */
export type KeyScope = ("ecall:write" | "interviews:read" | "location:write" | "protocols:read" | "sms:write" | "types:read")
/**
 * How a key stands at a moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyState".
 */
export type KeyState = ("active" | "expired" | "expiring" | "never_used" | "revoked" | "waiting")
/**
 * An error refuses the folder; a warning is for the reviewers.
 */
export type Severity = ("error" | "warning")
/**
 * GroupWhy a task has its group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GroupReason".
 */
export type GroupReason = ("agency" | "aid" | "command" | "person")
/**
 * Why a unit's work on a task ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseReason".
 */
export type ReleaseReason = ("desk" | "diverted" | "finished" | "not_arrived" | "out_of_service")
/**
 * P0 immediate life threat … P4 advice. Lower number is more severe.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Priority".
 */
export type Priority = (0 | 1 | 2 | 3 | 4)
/**
 * Where the work stands, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentStep".
 */
export type AssignmentStep = ("acknowledged" | "alerted" | "at_destination" | "en_route" | "handed_over" | "on_scene" | "released" | "transporting")
/**
 * How far one message came. A later state replaces an earlier one, and never the reverse.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AttemptState".
 */
export type AttemptState = ("delivered" | "failed" | "held" | "queued" | "sent" | "withdrawn")
/**
 * Whose line it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LineSide".
 */
export type LineSide = ("caller" | "desk" | "party")
/**
 * Which direction of a line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioDirection".
 */
export type AudioDirection = ("from" | "to")
/**
 * Why a call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndReason".
 */
export type EndReason = ("caller" | "desk" | "joined" | "lost" | "party" | "refused")
/**
 * Whether somebody may be rung back, least strict first: a ring can betray who hides (decision 0371).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackPolicy".
 */
export type CallBackPolicy = ("message_first" | "never" | "ring")
/**
 * How the person reaches us.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallChannel".
 */
export type CallChannel = ("app" | "chat" | "ecall" | "line" | "rtt" | "sensor" | "sms" | "voice")
/**
 * What a call was when it told of no case (`content/data/catalog.yaml`).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallDisposition".
 */
export type CallDisposition = ("case" | "information" | "pocket" | "prank" | "repeat" | "silent" | "test" | "wrong")
/**
 * How the number of a caller is known. Decisions that cost a caller their place or a call-back need the network's word.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NumberSource".
 */
export type NumberSource = ("network_asserted" | "said" | "token")
/**
 * Why a call was not taken.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRejectionReason".
 */
export type CallRejectionReason = ("hold_max" | "no_media" | "not_understood")
/**
 * Every state of a call, media or not, from the first schema on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallState".
 */
export type CallState = ("abandoned" | "answered" | "called_back" | "consulting" | "ended" | "held" | "offered" | "queued" | "refused" | "ringing" | "ringing_back" | "transferred")
/**
 * How a device's position was learnt; AML as in ETSI TS 103 625.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionSource".
 */
export type PositionSource = ("aml" | "browser" | "cell" | "ecall" | "held" | "said" | "sip")
/**
 * By what a device worked out where it is; the letters of AML (ETSI TS 103 625, `pm`).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionMethod".
 */
export type PositionMethod = ("cell" | "fused" | "gnss" | "wifi")
/**
 * Why a fix may be of another device, moment or place than the call it stands in.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionFlag".
 */
export type PositionFlag = ("before_call" | "clock_ahead" | "earlier" | "exchanged" | "shared_number" | "untrusted")
/**
 * Why a fix is the one that is shown.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FixReason".
 */
export type FixReason = ("newest" | "only" | "smallest")
/**
 * What a desk is told that was odd about an MSD: those codes of its reader that change what can be relied on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MsdFlag".
 */
export type MsdFlag = ("bad_vin" | "junk_after" | "latitude_longitude_exchanged" | "no_position" | "no_timestamp" | "position_out_of_range" | "truncated" | "unknown_propulsion" | "unknown_vehicle_type" | "version_withdrawn")
/**
 * Categories of the UNECE and of Regulation (EU) 2018/858, as an MSD names them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "VehicleCategory".
 */
export type VehicleCategory = ("g" | "l1e" | "l2e" | "l3e" | "l4e" | "l5e" | "l6e" | "l7e" | "m1" | "m2" | "m3" | "n1" | "n2" | "n3" | "o" | "other" | "r" | "s" | "sa" | "sb" | "sc" | "sd" | "t")
/**
 * What a vehicle stores to drive with, as far as crews at the scene must know it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Propulsion".
 */
export type Propulsion = ("cng" | "diesel" | "electric" | "hydrogen" | "lpg" | "other" | "petrol")
/**
 * Why a vehicle that was asked for its data has sent none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MsdFailure".
 */
export type MsdFailure = ("line_gone" | "not_from_here" | "refused" | "silent" | "unable")
/**
 * How a supervisor takes part.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MonitoringMode".
 */
export type MonitoringMode = ("join" | "listen" | "whisper")
/**
 * Whom it can take, by triage colour on the spot. There is no capacity for the dead here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CapacityColour".
 */
export type CapacityColour = ("green" | "red" | "yellow")
/**
 * How far one thing was from what it should have been, mildest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewLevel".
 */
export type ReviewLevel = ("critical" | "major" | "minor" | "moderate" | "none")
/**
 * Who hears the beat: nobody, the operator, or the caller too.
 */
export type Metronome = ("both" | "me" | "off")
/**
 * What one drawing shows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Pictogram".
 */
export type Pictogram = ("baby_back_blows" | "baby_on_back" | "baby_to_mother" | "back_blows" | "belly_thrusts" | "blanket" | "breaths" | "chest_thrusts" | "clock" | "close_door" | "cover_wound" | "danger" | "defibrillator" | "do_not_go_back" | "do_not_jump" | "do_not_touch" | "do_not_walk" | "doctor" | "dry_baby" | "gas_valve" | "get_out" | "go_up" | "hands_on_chest" | "hold_baby" | "injector" | "leave_car" | "lie_back" | "lifebuoy" | "look_in_mouth" | "no_cut" | "no_electricity" | "no_flame" | "nothing_by_mouth" | "on_side" | "open_airway" | "pads" | "pill" | "press_baby" | "press_chest" | "press_wound" | "rub_belly" | "sit" | "soft_under_head" | "stairs_not_lift" | "stay_out_of_water" | "swap" | "take_off" | "tap_water" | "tell_us" | "tourniquet" | "watch" | "wave")
/**
 * How sure the location is, from least to most.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationCertainty".
 */
export type LocationCertainty = ("agreed" | "area" | "matched" | "said")
/**
 * How a case ended, for the centre. What each service did is its own outcome, beside it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseEnding".
 */
export type CaseEnding = ("false_alarm" | "handed_over" | "no_help_needed" | "not_found" | "resolved")
/**
 * What differs for one centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DifferenceKind".
 */
export type DifferenceKind = ("asked" | "else" | "fallbacks" | "less" | "more" | "not_asked")
/**
 * Sealed, or open again because the case is. There is no state in which it can be edited.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileState".
 */
export type FileState = ("reopened" | "sealed")
/**
 * How much is getting out. An unknown amount counts as a large one: doubt counts as danger.
 */
export type Spill = ("fire" | "large" | "small" | "unknown")
/**
 * Who read the plate, or knows the goods.
 */
export type HazmatInformant = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * Where the distances come from, from the surest to the least sure.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DistanceBasis".
 */
export type DistanceBasis = ("class" | "guide" | "number" | "told_class" | "top" | "unknown")
/**
 * What a note warns of, or helps with.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteKind".
 */
export type PremiseNoteKind = ("access_code" | "dangerous_goods" | "dog" | "mobility" | "other" | "oxygen" | "violence")
/**
 * Why a person is on the list of a reserved case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamingReason".
 */
export type NamingReason = ("added" | "dispatcher" | "merged" | "operator" | "owner" | "reserved")
/**
 * A case is open, closed, or its file is sealed; merged ones point to the case that lives on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseState".
 */
export type CaseState = ("closed" | "merged" | "open" | "sealed")
/**
 * P0 immediate life threat … P4 advice. Lower number is more severe.
 */
export type Priority1 = (0 | 1 | 2 | 3 | 4)
/**
 * Where the wind blows from, by sixteen points; `CALM` is none, or from all sides.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WindFrom".
 */
export type WindFrom = ("CALM" | "E" | "ENE" | "ESE" | "N" | "NE" | "NNE" | "NNW" | "NW" | "S" | "SE" | "SSE" | "SSW" | "SW" | "W" | "WNW" | "WSW")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode2 = ("exercise" | "real" | "test" | "training")
/**
 * How sure a number is. An estimate stays one, however often it is repeated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CountBasis".
 */
export type CountBasis = ("counted" | "estimated")
/**
 * Triage colour on the spot (START): immediate, delayed, minor, deceased.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasualtyColour".
 */
export type CasualtyColour = ("black" | "green" | "red" | "yellow")
/**
 * Where those who were counted are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasualtyLocation".
 */
export type CasualtyLocation = ("at_scene" | "handed_over" | "moved")
/**
 * Why a person asks for a review: what no log tells.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Cause".
 */
export type Cause = ("caller_died" | "complaint" | "learning" | "legal_request" | "other")
/**
 * What interrupts a centre and its crews after they have the task.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeKind".
 */
export type ChangeKind = ("cancelled" | "diverted" | "hazard" | "location_corrected" | "more_asked" | "priority_raised" | "stand_by" | "stand_by_over" | "wait_for_police")
/**
 * What brings the people together.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlannedEventKind".
 */
export type PlannedEventKind = ("concert" | "demonstration" | "fair" | "festival" | "fireworks" | "official_visit" | "other" | "procession" | "race" | "sport")
/**
 * P0 immediate life threat … P4 advice. Lower number is more severe.
 */
export type Priority2 = (0 | 1 | 2 | 3 | 4)
/**
 * What a named place of an operation is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlaceKind".
 */
export type PlaceKind = ("access" | "command_post" | "first_aid" | "gate" | "meeting_point" | "other")
/**
 * `missing` (red) stops something that people rely on; `degraded` (amber) works, and worse, or is not known; `ok` is
 * green; `optional`, of `auxilio doctor` alone, is not needed for what is set up.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CheckState".
 */
export type CheckState = ("degraded" | "missing" | "ok" | "optional")
/**
 * Why a call is always looked at, as far as the log can tell.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SamplingRule".
 */
export type SamplingRule = ("late_first_unit" | "life_threat" | "manual_override" | "new_operator" | "protocol_abandoned")
/**
 * What somebody trains; worded as `training.role.<code>`. It decides what is measured.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TraineeRole".
 */
export type TraineeRole = ("crew" | "dispatcher" | "operator" | "records" | "supervisor")
/**
 * What keeps people from driving there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureReason".
 */
export type ClosureReason = ("accident" | "collapse" | "event" | "fire" | "flood" | "other" | "police" | "snow" | "works")
/**
 * What somebody does in a shift: roles of people, by their own words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftFunction".
 */
export type ShiftFunction = ("call_taker" | "civil_protection_officer" | "clinical_coordinator" | "crew" | "dispatcher" | "room_chief" | "supervisor")
/**
 * In whose name a release is signed. Each must: what callers are told is medicine, what is sent is the service's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Office".
 */
export type Office = ("medical_director" | "operations")
/**
 * Which way something changed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Shift".
 */
export type Shift = ("added" | "earlier" | "gone" | "graver" | "later" | "less" | "milder" | "more" | "now_no" | "now_yes" | "other")
/**
 * What became of the last message to a telephone; worded as `wake.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PushState".
 */
export type PushState = ("accepted" | "failed" | "none")
/**
 * Why a crew may not do what its unit is there for; worded as `rosters.crew.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewWarningKind".
 */
export type CrewWarningKind = ("ended" | "missing" | "not_recorded")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Cursor".
 */
export type Cursor = unknown[]
/**
 * Where something that we sent stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendOutcome".
 */
export type SendOutcome = ("delivered" | "failed" | "waiting")
/**
 * The app that it runs: which settings are typed into it. A token is valid on every route for phones.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeviceKind".
 */
export type DeviceKind = ("geojson" | "owntracks" | "traccar")
/**
 * Who hears the beat: nobody, the operator, or the caller too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Metronome".
 */
export type Metronome1 = ("both" | "me" | "off")
/**
 * What became of a document or of one ending.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Effect".
 */
export type Effect = ("added" | "lowered" | "otherwise" | "raised" | "removed" | "reworded" | "slower")
/**
 * How eagerly help leaves, most eager first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispatchTiming".
 */
export type DispatchTiming = ("after_interview" | "none" | "reflex" | "standard")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode3 = ("exercise" | "real" | "test" | "training")
/**
 * What a drawn sample is spread over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Stratum".
 */
export type Stratum = ("language" | "priority" | "shift")
/**
 * What this service did in the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskOutcome".
 */
export type TaskOutcome = ("attended" | "care_refused" | "false_alarm" | "handed_over" | "no_report" | "not_found" | "not_needed" | "other" | "transported")
/**
 * What the crew reports; the letters are those on the board.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitStatus".
 */
export type UnitStatus = ("acknowledged" | "alerted" | "at_destination" | "available" | "en_route" | "on_scene" | "out_of_service" | "transporting")
/**
 * What becomes of an entry.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryChange".
 */
export type EntryChange = ("changed" | "new" | "unchanged")
/**
 * What became of what a radio said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioVerdict".
 */
export type RadioVerdict = ("applied" | "asks_to_speak" | "late_in_order" | "not_lawful" | "other_assignment" | "repeated" | "unknown_code" | "unknown_radio" | "unread")
/**
 * What a line of the log is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioKind".
 */
export type RadioKind = ("alarm" | "call" | "call_out" | "note" | "status" | "text" | "unread")
/**
 * What a status code means: a status of a unit, the same words as `dispatch`'s, or one of the two below.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StatusMeaning".
 */
export type StatusMeaning = ("acknowledged" | "asks_to_speak" | "at_destination" | "available" | "emergency" | "en_route" | "on_scene" | "out_of_service" | "transporting")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalationLevel".
 */
export type EscalationLevel = ("desk" | "guard" | "room")
/**
 * What is thought of a fix. The first three are trusted; the others move nothing and are shown as doubtful.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FixVerdict".
 */
export type FixVerdict = ("coarse" | "future" | "good" | "invented" | "late" | "no_fix" | "not_signed_on" | "null_island" | "outside" | "repeated" | "too_fast" | "too_old")
/**
 * What a talk group is for.
 */
export type TalkGroupUse = ("command" | "emergency" | "other" | "working")
/**
 * A handover waits for the person who takes the desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverState".
 */
export type HandoverState = ("accepted" | "offered" | "returned" | "withdrawn")
/**
 * Who read the plate, or knows the goods.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazmatInformant".
 */
export type HazmatInformant1 = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * What is timed; worded as `training.measure.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticeMeasure".
 */
export type PracticeMeasure = ("accept" | "acknowledge" | "addendum" | "address" | "alert" | "answer" | "compression" | "help" | "instruction" | "look" | "message" | "priority" | "question" | "seal")
/**
 * What a file of `DATA/keys` is for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyKind".
 */
export type KeyKind = ("master" | "public" | "signing")
/**
 * Why a late press did not become the status.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LateStatusReason".
 */
export type LateStatusReason = ("late_in_order" | "not_lawful" | "other_assignment")
/**
 * Of which calls a rule is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpeningRuleScope".
 */
export type OpeningRuleScope = ("number" | "telephone" | "without_sim")
/**
 * Where the loan of one unit stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanState".
 */
export type LoanState = ("agreed" | "asked" | "declined" | "over")
/**
 * Whether the reporter holds it for a major incident; on standby: it may become one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MajorDeclaration".
 */
export type MajorDeclaration = ("no" | "standby" | "yes")
/**
 * A way out that can be tried.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrialWay".
 */
export type TrialWay = ("email" | "sms")
/**
 * What became of a test message.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrialState".
 */
export type TrialState = ("failed" | "sent")
/**
 * A secret that the operator of a way out gives: a file under the data folder, in no backup.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SecretName".
 */
export type SecretName = ("smpp_password" | "sms_gateway_key" | "smtp_password")
/**
 * What a report can say, in the order in which it is read aloud.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MethaneField".
 */
export type MethaneField = ("access" | "exact_location" | "hazards" | "major" | "number" | "present" | "required" | "type")
/**
 * Where the words of a letter come from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MethaneSource".
 */
export type MethaneSource = ("caller" | "case" | "scene")
/**
 * How Auxilio reaches a person. Each is a channel of the outbox of the same name; worded as `notification.way.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationWay".
 */
export type NotificationWay = ("email" | "sms" | "voice")
/**
 * Whom the room may have to tell; worded as `rosters.function.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallFunction".
 */
export type OnCallFunction = ("duty_officer" | "notice" | "plan_party" | "station" | "technician")
/**
 * Where a notification stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationState".
 */
export type NotificationState = ("acknowledged" | "exhausted" | "standing" | "stopped")
/**
 * Why a centre does not take it; the number is the key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefusalReason".
 */
export type RefusalReason = ("attended" | "facts_missing" | "no_unit" | "not_our_area" | "not_ours" | "other" | "safety")
/**
 * Where an operation stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationState".
 */
export type OperationState = ("active" | "cancelled" | "ended" | "ending" | "planned")
/**
 * Why somebody who was asked into a call is not in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyEndReason".
 */
export type PartyEndReason = ("busy" | "declined" | "dropped" | "left" | "lost" | "no_answer" | "unreachable")
/**
 * How far it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingState".
 */
export type OutgoingState = ("answered" | "dialling" | "over")
/**
 * Where a release is. Approved is not yet in force: the shelf says from when.
 */
export type ReleaseState = ("approved" | "proposed" | "returned" | "taken_back" | "withdrawn")
/**
 * How far it is; worded as `shifts.swap.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SwapState".
 */
export type SwapState = ("accepted" | "asked" | "confirmed" | "declined" | "refused" | "withdrawn")
/**
 * How it ended for this person, as far as we are told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientOutcome".
 */
export type PatientOutcome = ("advice" | "care_refused" | "deceased" | "hospital" | "left" | "other")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 */
export type AgeBand1 = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * Triage colour on the spot, START: immediate, delayed, minor, deceased.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TriageColour".
 */
export type TriageColour = ("black" | "green" | "red" | "yellow")
/**
 * Where this person is in the chain of care.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientState".
 */
export type PatientState = ("handed_over" | "on_the_way" | "stayed" | "waiting" | "with_unit")
/**
 * What a comparison of plan and directory finds, the gravest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanFindingCode".
 */
export type PlanFindingCode = ("centre_not_registered" | "centre_of_other_agency" | "centre_unreachable" | "no_plan" | "service_without_centre")
/**
 * What became of a plan that a case was a reason for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanOutcome".
 */
export type PlanOutcome = ("declared" | "dismissed" | "ended" | "proposed")
/**
 * Why a session ended; worded as `training.end_reason.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticeEnd".
 */
export type PracticeEnd = ("another" | "time_limit" | "trainee" | "trainer")
/**
 * Where a session stands.
 */
export type PracticeState = ("ended" | "paused" | "running")
/**
 * Where a session stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticeState".
 */
export type PracticeState1 = ("ended" | "paused" | "running")
/**
 * How eagerly help leaves, most eager first.
 */
export type DispatchTiming1 = ("after_interview" | "none" | "reflex" | "standard")
/**
 * What a comparison finds. The catalogues word it as `radio.plan.finding.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioFindingCode".
 */
export type RadioFindingCode = ("agency_without_codes" | "agency_without_group" | "group_not_in_plan" | "group_of_other_agency")
/**
 * What a talk group is for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TalkGroupUse".
 */
export type TalkGroupUse1 = ("command" | "emergency" | "other" | "working")
/**
 * As asked in the interview (content/data/catalog.yaml, `age_band`), and one more for the old.
 */
export type AgeBand2 = ("adult" | "child" | "elderly" | "infant" | "unknown")
/**
 * Where a build stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegionBuildState".
 */
export type RegionBuildState = ("building" | "built" | "cancelled" | "failed" | "interrupted" | "waiting")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode4 = ("exercise" | "real" | "test" | "training")
/**
 * Where a release is. Approved is not yet in force: the shelf says from when.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseState".
 */
export type ReleaseState1 = ("approved" | "proposed" | "returned" | "taken_back" | "withdrawn")
/**
 * How much is getting out. An unknown amount counts as a large one: doubt counts as danger.
 */
export type Spill1 = ("fire" | "large" | "small" | "unknown")
/**
 * Who read the plate, or knows the goods.
 */
export type HazmatInformant2 = ("caller" | "company" | "crew" | "driver" | "papers" | "police")
/**
 * What became of a report mail. Every state but the first is final.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMailState".
 */
export type ReportMailState = ("failed" | "queued" | "sent" | "withdrawn")
/**
 * How far one answer came. The last two are final.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextDelivery".
 */
export type TextDelivery = ("delivered" | "failed" | "sent")
/**
 * How a person at a page told somebody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ToldBy".
 */
export type ToldBy = ("radio" | "telephone")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode5 = ("exercise" | "real" | "test" | "training")
/**
 * How a call came to be reviewed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReasonKind".
 */
export type ReviewReasonKind = ("drawn" | "person" | "rule" | "second")
/**
 * Where a review is.
 */
export type ReviewState = ("chosen" | "submitted" | "taken")
/**
 * What the log says of an item.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewVerdict".
 */
export type ReviewVerdict = ("met" | "not_applicable" | "not_met" | "untold")
/**
 * Where a review is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewState".
 */
export type ReviewState1 = ("chosen" | "submitted" | "taken")
/**
 * What became of moving a position onto the road; the raw one is kept in every case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RoadMatchResult".
 */
export type RoadMatchResult = ("coarse" | "moved" | "no_engine" | "no_road" | "standing")
/**
 * What is shown of the hours of one person, and refuses nothing; worded as `shifts.warning.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftWarningKind".
 */
export type ShiftWarningKind = ("rest" | "unbroken")
/**
 * What became of the row.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RowAct".
 */
export type RowAct = ("added" | "changed" | "removed")
/**
 * Why the seat could be taken.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatTakenReason".
 */
export type SeatTakenReason = ("abandoned" | "again" | "free" | "given")
/**
 * What was promised. The names are those of the clocks.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchKind".
 */
export type WatchKind = ("alert_acknowledge" | "answer" | "arrive" | "call_back" | "caller_wrote" | "change_acknowledge" | "crew_emergency" | "crew_silent" | "delivery_failed" | "depart" | "desk_help" | "first_unit" | "handover" | "hospital_door" | "hospital_warned" | "hospitals_alert" | "loan_lost" | "no_location" | "no_unit" | "nobody_has_it" | "notice" | "notification_unanswered" | "offer" | "operation_over" | "place_corrected" | "plan_proposed" | "process_fault" | "radio_emergency" | "radio_lost" | "reaction_failed" | "reassess" | "silent_leg" | "step_authorise" | "task_accept" | "unit_silent")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 */
export type Cursor1 = unknown[]
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones.
 */
export type EscalationLevel1 = ("desk" | "guard" | "room")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones.
 */
export type EscalationLevel2 = ("desk" | "guard" | "room")
/**
 * Where a value comes from; each overrides those before it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SettingOrigin".
 */
export type SettingOrigin = ("default" | "environment" | "file" | "page" | "start")
/**
 * An error refuses the folder; a warning is for the reviewers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Severity".
 */
export type Severity1 = ("error" | "warning")
/**
 * How much is getting out. An unknown amount counts as a large one: doubt counts as danger.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Spill".
 */
export type Spill2 = ("fire" | "large" | "small" | "unknown")
/**
 * What kind of world a fact belongs to, from its first moment and for ever.
 */
export type Mode6 = ("exercise" | "real" | "test" | "training")
/**
 * Where the hand-over stands. `accepted` and `told` are without a unit; `active` has one at least.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskState".
 */
export type TaskState = ("accepted" | "active" | "cancelled" | "ended" | "offered" | "refused" | "released" | "timed_out" | "told")
/**
 * Who speaks TLS.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TlsWay".
 */
export type TlsWay = ("files" | "none" | "own" | "proxy")
/**
 * Why a session ended; worded as `training.end_reason.<code>`.
 */
export type PracticeEnd1 = ("another" | "time_limit" | "trainee" | "trainer")
/**
 * Where a promise stands. `answered` is a person's "I know": the promise may still be kept, or fire again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchState".
 */
export type WatchState = ("amber" | "answered" | "cancelled" | "closed" | "escalated" | "fired" | "kept" | "set")
/**
 * An opaque, ordered place in the log: `(epoch, tx, seq)`; see decision 0003.
 * 
 * @minItems 0
 */
export type Cursor2 = unknown[]
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones.
 */
export type EscalationLevel3 = ("desk" | "guard" | "room")
/**
 * Who hears of it: the desk that made the promise, the supervisor, the duty officer whom the room telephones.
 */
export type EscalationLevel4 = ("desk" | "guard" | "room")

/**
 * I have read what is open and sign for it; what I do not take goes back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcceptHandover".
 */
export interface AcceptHandover {
kind: "followup.accept_handover"
handover: string
/**
 * @maxItems 200
 */
refused?: string[]
}
/**
 * Go on with these red lines, for this reason. `lines` are those that the person was shown.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcceptRisk".
 */
export interface AcceptRisk {
kind: "readiness.accept_risk"
/**
 * @minItems 1
 * @maxItems 40
 */
lines: [string, ...(string)[]]
reason: string
}
/**
 * The centre has it. The clock of the first unit starts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcceptTask".
 */
export interface AcceptTask {
kind: "dispatch.accept_task"
task: string
}
/**
 * Somebody who saw it; `reason` when they forced a reserved case open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AccessRecord".
 */
export interface AccessRecord {
at: string
who: string
desk: (string | null)
how: string
reason?: (string | null)
}
/**
 * Somebody who is not admitted tried to reach a reserved case. Its owner is shown each attempt.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AccessRefused".
 */
export interface AccessRefused {
kind: "identity.case.access_refused"
case: string
person: string
by: string
desk?: (string | null)
what: string
act?: AccessAct1
mode?: Mode
}
/**
 * A person as they are from now on. `confirmed_by` is the second person, where two were needed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AccountChanged".
 */
export interface AccountChanged {
kind: "identity.account.changed"
person: string
fields: AccountFields
change: number
by: string
confirmed_by?: (string | null)
password_changed?: boolean
}
/**
 * What decides who a person is and what they may do.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AccountFields".
 */
export interface AccountFields {
login: string
name: string
roles: string[]
agency: (string | null)
centre: (string | null)
active: boolean
}
/**
 * «Enterado» of the centre; `told_to` when it has no console and was told by voice.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeChange".
 */
export interface AcknowledgeChange {
kind: "dispatch.acknowledge_change"
task: string
change: string
told_to?: (string | null)
for_centre?: (string | null)
}
/**
 * A person has seen what changed nothing by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeEntry".
 */
export interface AcknowledgeEntry {
kind: "radio.see_entry"
entry: string
}
/**
 * The hospital said yes: who there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeHospitalWarning".
 */
export interface AcknowledgeHospitalWarning {
kind: "dispatch.hospital_acknowledged"
patient: string
by: string
at?: (string | null)
}
/**
 * Somebody spoke with this person of the table, who knows now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeNotification".
 */
export interface AcknowledgeNotification {
kind: "notifications.acknowledge"
notification: string
contact: number
}
/**
 * «Enterado» of the crew; `told_to` when it came by radio and a desk enters it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AcknowledgeOrder".
 */
export interface AcknowledgeOrder {
kind: "dispatch.acknowledge_order"
unit: string
change: string
at?: (string | null)
told_to?: (string | null)
}
/**
 * Who said that they know, and when; `told_to` when it was said to them by telephone or radio.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Acknowledgement".
 */
export interface Acknowledgement {
by: string
by_name: string
at: string
told_to?: (string | null)
for_centre?: (string | null)
}
/**
 * Something came to be known after sealing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddAddendum".
 */
export interface AddAddendum {
kind: "archive.add_addendum"
case: string
words: string
}
/**
 * What the operator writes down.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddCallNote".
 */
export interface AddCallNote {
kind: "calls.note"
call: string
words: string
}
/**
 * A place where patients can be handed over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddHospital".
 */
export interface AddHospital {
kind: "hospitals.add"
hospital: string
name: string
place: Point
phone?: (string | null)
facility?: (string | null)
/**
 * @maxItems 14
 */
can?: []|[HospitalCapability]|[HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]
}
/**
 * A point in WGS84 degrees, latitude first as people say it (EPSG:4326 axis order).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Point".
 */
export interface Point {
lat: number
lon: number
}
/**
 * A late fact, signed by the centre's key in the name of the person who adds it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Addendum".
 */
export interface Addendum {
number: number
at: string
by: string
person: string
words: string
key: string
signature: string
}
/**
 * A late fact, signed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AddendumAdded".
 */
export interface AddendumAdded {
kind: "archive.case.addendum_added"
case: string
number: number
words: string
by: string
person: string
key: string
signature: string
}
/**
 * Networks or a device have said something beside the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AdditionalDataReceived".
 */
export interface AdditionalDataReceived {
kind: "calls.call.additional_data_received"
call: string
data: CallData
}
/**
 * What one way has brought: the bodies of the call together, or the answer of one server.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallData".
 */
export interface CallData {
origin: CallDataOrigin
received_at: string
server?: (string | null)
failed?: (string | null)
reason?: (string | null)
unread?: number
/**
 * @maxItems 4
 */
unknown_blocks?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
/**
 * @maxItems 4
 */
unlisted?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
/**
 * @maxItems 4
 */
providers?: []|[DataProvider]|[DataProvider, DataProvider]|[DataProvider, DataProvider, DataProvider]|[DataProvider, DataProvider, DataProvider, DataProvider]
/**
 * @maxItems 4
 */
services?: []|[LineService]|[LineService, LineService]|[LineService, LineService, LineService]|[LineService, LineService, LineService, LineService]
/**
 * @maxItems 4
 */
devices?: []|[CallDevice]|[CallDevice, CallDevice]|[CallDevice, CallDevice, CallDevice]|[CallDevice, CallDevice, CallDevice, CallDevice]
/**
 * @maxItems 4
 */
comments?: []|[DataComment]|[DataComment, DataComment]|[DataComment, DataComment, DataComment]|[DataComment, DataComment, DataComment, DataComment]
/**
 * @maxItems 4
 */
subscribers?: []|[Subscriber]|[Subscriber, Subscriber]|[Subscriber, Subscriber, Subscriber]|[Subscriber, Subscriber, Subscriber, Subscriber]
/**
 * @maxItems 3
 */
marks?: []|[TextMark]|[TextMark, TextMark]|[TextMark, TextMark, TextMark]
/**
 * @maxItems 32
 */
flags?: string[]
}
/**
 * Who says that it provides data or service for this call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DataProvider".
 */
export interface DataProvider {
name?: (string | null)
kind?: (ProviderKind | null)
contact?: (string | null)
}
/**
 * From what kind of line the call comes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LineService".
 */
export interface LineService {
environment?: (LineEnvironment | null)
mobility?: (LineMobility | null)
/**
 * @maxItems 4
 */
kinds?: []|[LineKind]|[LineKind, LineKind]|[LineKind, LineKind, LineKind]|[LineKind, LineKind, LineKind, LineKind]
}
/**
 * With what the call is made.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallDevice".
 */
export interface CallDevice {
classification?: (DeviceClass | null)
manufacturer?: (string | null)
model?: (string | null)
}
/**
 * A remark, on one line, of characters that are drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DataComment".
 */
export interface DataComment {
text: string
language?: (string | null)
/**
 * @maxItems 3
 */
marks?: []|[TextMark]|[TextMark, TextMark]|[TextMark, TextMark, TextMark]
}
/**
 * Whose line it is, who need not be the caller. On no board: it is asked for, and the look is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Subscriber".
 */
export interface Subscriber {
name?: (string | null)
organisation?: (string | null)
/**
 * @maxItems 4
 */
addresses?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
/**
 * @maxItems 4
 */
telephones?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
/**
 * @maxItems 4
 */
emails?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
/**
 * @maxItems 4
 */
languages?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]
privacy_requested?: (boolean | null)
}
/**
 * Put a learnt factor in force, as it was shown to whoever reviewed it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AdoptTravelTimeFactor".
 */
export interface AdoptTravelTimeFactor {
kind: "dispatch.adopt_pace"
agency: string
factor: number
words?: (string | null)
}
/**
 * The timer: not acknowledged by `due`. Says nothing when it has moved meanwhile.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AdvanceNotification".
 */
export interface AdvanceNotification {
kind: "notifications.advance"
notification: string
due: string
}
/**
 * Two reviewers on one item, or on all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Agreed".
 */
export interface Agreed {
item: string
pairs: number
same: number
apart_on_applying: number
kappa: (number | null)
}
/**
 * All calls that two have reviewed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Agreement".
 */
export interface Agreement {
reviews: number
floor: (number | null)
whole: Agreed
items: Agreed[]
words?: {
[k: string]: {
[k: string]: string
}
}
}
/**
 * The emergency button. `group` is where its microphone is open, if the network opens one; `lip` its place, if known.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirAlarm".
 */
export interface AirAlarm {
kind: "alarm"
radio: string
group?: (string | null)
lip?: (string | null)
}
/**
 * Somebody pressed to talk, or called one radio. `call` is the gateway's own reference, once in its epoch.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirCallBegan".
 */
export interface AirCallBegan {
kind: "call_began"
call: string
radio: string
to: string
}
/**
 * The end of that call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirCallEnded".
 */
export interface AirCallEnded {
kind: "call_ended"
call: string
}
/**
 * The bridge could not keep so many messages for us: they are gone, and we must know it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirGap".
 */
export interface AirGap {
kind: "gap"
count: number
}
/**
 * A radio is gone: detached, out of reach, or disabled.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirLost".
 */
export interface AirLost {
kind: "lost"
radio: string
}
/**
 * A radio is on the network (ITSI attach).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirRegistered".
 */
export interface AirRegistered {
kind: "registered"
radio: string
}
/**
 * A pre-coded status (SDS-STATUS) from a radio.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirStatus".
 */
export interface AirStatus {
kind: "status"
radio: string
code: number
}
/**
 * A text message (SDS type 4, or SDS-TL text) from a radio; `to` when it was to a group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirText".
 */
export interface AirText {
kind: "text"
radio: string
words: string
to?: (string | null)
}
/**
 * Ours, and on no wire: a message with a number that says nothing we understand, as it came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AirUnreadable".
 */
export interface AirUnreadable {
kind: "unread"
raw: string
}
/**
 * A hospital was told of this scene by telephone, and how many are meant for it: who there took it down.
 * 
 * Told once more, it replaces what was meant for it; no count means that it was warned and nobody is meant for it yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AlertHospital".
 */
export interface AlertHospital {
kind: "major.alert_hospital"
case: string
hospital: string
name: string
by_there: string
share?: {
[k: string]: number
}
words?: (string | null)
}
/**
 * Give this unit to this task. Of two desks that press at once, one wins. An offered task is accepted by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AlertUnit".
 */
export interface AlertUnit {
kind: "dispatch.alert_unit"
assignment: string
unit: string
task: string
eta_s?: (number | null)
eta_by?: (string | null)
proposed?: (string | null)
}
/**
 * A hospital that knows of the scene, and what it was told is meant for it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AlertedHospital".
 */
export interface AlertedHospital {
hospital: string
name: string
share: {
[k: string]: number
}
at: string
by_there: string
entered_by: string
words?: (string | null)
}
/**
 * How high a device is, in metres, and by how much that may be off; None: not stated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Altitude".
 */
export interface Altitude {
metres: number
above: AltitudeReference
uncertainty_m?: (number | null)
}
/**
 * A key that was made, told once. `secret` is empty where the sender chose it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AmlKeyMade".
 */
export interface AmlKeyMade {
name: string
secret: string
}
/**
 * A human voice, or hand, takes the call at this actor's desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerCall".
 */
export interface AnswerCall {
kind: "calls.answer"
call: string
}
/**
 * An answer that the caller may tap.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerChoice".
 */
export interface AnswerChoice {
code: string
label: string
}
/**
 * A desk has heard it; `over` when the crew is safe, with the words that say so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerCrewEmergency".
 */
export interface AnswerCrewEmergency {
kind: "dispatch.answer_emergency"
unit: string
over?: boolean
words?: (string | null)
}
/**
 * Its own centre lends it, or does not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerLoan".
 */
export interface AnswerLoan {
kind: "preventive.answer_loan"
operation: string
unit: string
agreed: boolean
words?: string
}
/**
 * One closed answer. `code` is text: `Y`, `N`, `U` or a word.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerOption".
 */
export interface AnswerOption {
code: string
label: {
[k: string]: string
}
}
/**
 * The desk that was asked into a call takes part.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerParty".
 */
export interface AnswerParty {
kind: "calls.answer_party"
call: string
party: string
}
/**
 * The answer to a question, in any order; `words` are the caller's own. An answer to an answered question corrects it.
 * 
 * The same answer is no news, unless the question was asked `again`: then it is known that it still holds.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerQuestion".
 */
export interface AnswerQuestion {
kind: "triage.answer"
run: string
question: string
answer: string
words?: (string | null)
again?: boolean
call?: (string | null)
}
/**
 * The colleague accepts or declines.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerShiftSwap".
 */
export interface AnswerShiftSwap {
kind: "rosters.answer_swap"
swap: string
accepts: boolean
}
/**
 * The caller tapped this answer. It answers nothing until an operator takes it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerTapped".
 */
export interface AnswerTapped {
kind: "calls.call.answer_tapped"
call: string
item: string
run: string
question: string
answer: string
label: string
}
/**
 * A person has looked at a warning of the location and answers it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerWarning".
 */
export interface AnswerWarning {
kind: "cases.answer_warning"
case: string
code: string
words?: (string | null)
}
/**
 * A person knows of it and acts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AnswerWatch".
 */
export interface AnswerWatch {
kind: "followup.answer_watch"
watch: string
words?: (string | null)
}
/**
 * A second person confirmed the waiting secret, which works from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyConfirmed".
 */
export interface ApiKeyConfirmed {
kind: "partners.api_key.confirmed"
key: string
by: string
by_name: string
}
/**
 * A key was issued. `needs_confirmation`: its secret works once a second person has confirmed it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyIssued".
 */
export interface ApiKeyIssued {
kind: "partners.api_key.issued"
key: string
partner: string
mode: Mode1
name: string
scopes: KeyScope[]
per_minute: number
expires_at: string
digest: string
needs_confirmation: boolean
by: string
by_name: string
}
/**
 * A request with a key was refused, from this address. `scope`: the scope that the key lacks.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyRefused".
 */
export interface ApiKeyRefused {
kind: "partners.api_key.refused"
about: string
mode: Mode1
code: string
address: string
scope: (KeyScope | null)
}
/**
 * A key as an administrator asks for it. `name`: what it is for.
 * 
 * `key`: its id, made by the client: a request that is sent again after a lost answer makes no second key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyRequest".
 */
export interface ApiKeyRequest {
key: string
name: string
/**
 * @minItems 1
 * @maxItems 40
 */
scopes: [KeyScope, ...(KeyScope)[]]
expires_at: string
per_minute?: number
}
/**
 * A key was revoked: none of its secrets works any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyRevoked".
 */
export interface ApiKeyRevoked {
kind: "partners.api_key.revoked"
key: string
why: string
by: string
by_name: string
}
/**
 * A key was given another secret; the previous one ends `overlap_h` hours after the new one begins to work.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyRotated".
 */
export interface ApiKeyRotated {
kind: "partners.api_key.rotated"
key: string
expires_at: string
digest: string
overlap_h: number
needs_confirmation: boolean
why: string
by: string
by_name: string
}
/**
 * A rotation as an administrator asks for it. `secret_version`: the secret that they saw in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyRotation".
 */
export interface ApiKeyRotation {
secret_version: number
expires_at: string
why: string
overlap_h?: number
}
/**
 * A key as it stands. `secret_version` goes back with a rotation or a confirmation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ApiKeyView".
 */
export interface ApiKeyView {
id: string
name: string
scopes: KeyScope[]
per_minute: number
state: KeyState
secret_version: number
expires_at: string
created_at: string
by_name: string
waiting_made_by: (string | null)
confirmable: boolean
previous_until: (string | null)
used_at: (string | null)
used_from: (string | null)
refused: (RefusedKeyUse | null)
confirmed_by: (string | null)
rotated: (KeyRotation | null)
revoked_at: (string | null)
revoked_by: (string | null)
revoked_why: (string | null)
}
/**
 * The newest refused use that was recorded: when, from where and why, as the code of the refusal.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefusedKeyUse".
 */
export interface RefusedKeyUse {
at: string
address: string
code: string
scope: (KeyScope | null)
full: boolean
}
/**
 * When a key was last rotated, by whom and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyRotation".
 */
export interface KeyRotation {
at: string
by_name: string
why: string
}
/**
 * What was applied. `summary` is None where the file changed nothing. `letters`: a PDF with the first passwords (base64 in
 * JSON), given this once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AppliedImport".
 */
export interface AppliedImport {
summary: (ImportSummary | null)
unchanged: number
letters?: (string | null)
}
/**
 * An import in a list, without its entries.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportSummary".
 */
export interface ImportSummary {
id: string
kind: string
file: string
digest: string
mode: Mode1
at: string
by_name: string
new: number
changed: number
taken_back_at?: (string | null)
taken_back_by?: (string | null)
}
/**
 * Part of a ring around a mast: angles clockwise from north, from the start over the opening.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ArcBandShape".
 */
export interface ArcBandShape {
shape: "ArcBand"
centre: Coordinate
inner_radius_m?: (number | null)
outer_radius_m?: (number | null)
start_angle_deg?: (number | null)
opening_angle_deg?: (number | null)
}
/**
 * WGS 84 degrees, and metres above the ellipsoid where the reference system has three axes (EPSG:4979).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Coordinate".
 */
export interface Coordinate {
lat: number
lon: number
altitude_m?: (number | null)
}
/**
 * The form and what it writes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AreaAnswer".
 */
export interface AreaAnswer {
path: string
area: (AreaForm | null)
text: string
made: AreaForm
registered: RegisteredCentre[]
services: string[]
faults: FieldFault[]
}
/**
 * What a person edits of an area.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AreaForm".
 */
export interface AreaForm {
/**
 * @maxItems 300
 */
zones: FormZone[]
/**
 * @maxItems 300
 */
neighbours?: FormNeighbours[]
/**
 * @maxItems 300
 */
contacts?: FormContact[]
clocks?: TaskTimeLimits
timezone: string
}
/**
 * A zone as it is typed: what cannot be meant is a fault beside it, and no refusal of the whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FormZone".
 */
export interface FormZone {
service: string
/**
 * @maxItems 1000
 */
municipalities: string[]
/**
 * @maxItems 100
 */
centres: string[]
hours?: string
/**
 * @maxItems 7
 */
days?: []|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]|[("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed"), ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")]
}
/**
 * Whom a centre asks for mutual aid, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FormNeighbours".
 */
export interface FormNeighbours {
of: string
/**
 * @maxItems 100
 */
centres: string[]
}
/**
 * Whom a desk asks into a call by a number, as it is typed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FormContact".
 */
export interface FormContact {
name: string
number: string
/**
 * @maxItems 40
 */
speaks?: string[]
}
/**
 * The two clocks that a task carries. The defaults are ours; each agency sets its own in its plan.
 */
export interface TaskTimeLimits {
/**
 * @minItems 4
 * @maxItems 4
 */
accept_soon_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
accept_due_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
no_unit_soon_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
no_unit_due_s?: never[]
}
/**
 * An operational centre of the directory, with how it is reached.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegisteredCentre".
 */
export interface RegisteredCentre {
id: string
agency: string
name: string
service: string
console: boolean
phone: (string | null)
}
/**
 * What is wrong, and where in the form: `zones/3`, `service/FIRE`; empty where no field shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FieldFault".
 */
export interface FieldFault {
field: string
fault: DocumentFault
}
/**
 * What is wrong, where, and by which rule. Worded at the edge from `content.fault.<code>` and the facts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentFault".
 */
export interface DocumentFault {
rule: string
code: string
file: string
line: number
document?: string
severity?: Severity
facts?: {
[k: string]: string | number
}
}
/**
 * An area as it is in force and as it would be, for those who sign; None where there is no plan.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AreaChange".
 */
export interface AreaChange {
before: (AreaForm | null)
after: (AreaForm | null)
services: string[]
names: {
[k: string]: string
}
}
/**
 * A draft, and its area as a person has it in the form; without one it is read from the draft.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AreaQuestion".
 */
export interface AreaQuestion {
draft: Draft
area?: (AreaForm | null)
}
/**
 * An unsigned plan: a set that was checked, or files that are being written.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Draft".
 */
export interface Draft {
content?: (string | null)
files?: {
[k: string]: string | null
}
}
/**
 * Ask a colleague to take the own shift that begins on this day at this time, for one of theirs or for none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AskShiftSwap".
 */
export interface AskShiftSwap {
kind: "rosters.ask_swap"
swap: string
day: string
starts: string
colleague: string
return_day?: (string | null)
return_starts?: (string | null)
}
/**
 * A person gives a task another talk group.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignGroup".
 */
export interface AssignGroup {
kind: "radio.assign_group"
case: string
task: string
group: string
}
/**
 * By Auxilio itself, by rule: a task speaks where its agency works, or where the neighbour speaks whom it helps.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignGroupByRule".
 */
export interface AssignGroupByRule {
kind: "radio.give_group"
case: string
task: string
agency: string
aid_of?: (string | null)
had?: (GroupAssignment | null)
}
/**
 * The group that somebody speaks on, and who or what gave it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GroupAssignment".
 */
export interface GroupAssignment {
gssi: string
name: string
why: GroupReason
by: string
at: string
}
/**
 * Its task is of another case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentMoved".
 */
export interface AssignmentMoved {
kind: "dispatch.assignment.moved"
assignment: string
case: string
was_in: string
}
/**
 * The work is over for this unit (T16).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentReleased".
 */
export interface AssignmentReleased {
kind: "dispatch.assignment.released"
assignment: string
reason: ReleaseReason
by: string
}
/**
 * One unit's work.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentRow".
 */
export interface AssignmentRow {
id: string
unit: string
callsign: string
task: string
case: string
centre: string
mode: Mode1
priority: Priority
step: AssignmentStep
times: {
[k: string]: string
}
alerted_by: string
by_rule: boolean
by_telephone: boolean
eta_s: (number | null)
eta_at: (string | null)
eta_by: (string | null)
point: (Point | null)
point_age_s: (number | null)
proposed: (string | null)
destination: (string | null)
hospital: (string | null)
reason: (ReleaseReason | null)
}
/**
 * A unit's work on a task begins with the alert, and with what the decision was made from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentStarted".
 */
export interface AssignmentStarted {
kind: "dispatch.assignment.begun"
assignment: string
unit: string
callsign: string
task: string
case: string
centre: string
mode: Mode1
priority: Priority
by: string
by_rule?: boolean
by_telephone?: boolean
eta_s?: (number | null)
eta_by?: (string | null)
point?: (Point | null)
point_age_s?: (number | null)
proposed?: (string | null)
}
/**
 * A step was reached (T10 to T15); one that is learned late fills its time and moves nothing back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentStepReached".
 */
export interface AssignmentStepReached {
kind: "dispatch.assignment.stepped"
assignment: string
step: AssignmentStep
destination?: (string | null)
hospital?: (string | null)
}
/**
 * The way that the unit drove on this work, kept with the case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentTrack".
 */
export interface AssignmentTrack {
digest: (string | null)
points: number
since: string
until: string
}
/**
 * The way that the unit drove on this work, by the digest of its bytes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AssignmentTrackKept".
 */
export interface AssignmentTrackKept {
kind: "dispatch.assignment.track_kept"
assignment: string
callsign: string
track: AssignmentTrack
}
/**
 * Something arrived with the call; its bytes are already durable under the digest. Only the exchange says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AttachFile".
 */
export interface AttachFile {
kind: "calls.attach"
call: string
attachment: Attachment
}
/**
 * Something that came with the call, kept raw and whole whether we could read it or not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Attachment".
 */
export interface Attachment {
digest: string
media_type: string
name: string
read_as?: (string | null)
flaw?: (string | null)
size?: (number | null)
}
/**
 * Bytes that came with the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AttachmentArrived".
 */
export interface AttachmentArrived {
kind: "calls.call.attachment_arrived"
call: string
attachment: Attachment
}
/**
 * Packets get through again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioCameBack".
 */
export interface AudioCameBack {
kind: "calls.call.audio_back"
call: string
side: LineSide
way: AudioDirection
desk?: (string | null)
party?: (string | null)
whom?: (string | null)
others?: boolean
}
/**
 * No packet gets through in one direction of the line of a party of the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioDied".
 */
export interface AudioDied {
kind: "calls.call.audio_died"
call: string
side: LineSide
way: AudioDirection
desk?: (string | null)
party?: (string | null)
whom?: (string | null)
others?: boolean
}
/**
 * One direction of one line in which no packet gets through. Never said of somebody who is silent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AudioFault".
 */
export interface AudioFault {
side: LineSide
way: AudioDirection
since: string
desk?: (string | null)
party?: (string | null)
}
/**
 * The answers of the case no longer proved a medication step that was authorised: it is to be asked for anew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthorisationEnded".
 */
export interface AuthorisationEnded {
kind: "instructions.step.authorisation_ended"
run: string
step: string
next: (string | null)
by: string
}
/**
 * A medication step that waits for a clinician: who asked, when, and the answers that prove that it fits.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthorisationRequest".
 */
export interface AuthorisationRequest {
step: string
at: string
by: string
proof: {
[k: string]: string
}
refused?: (StepRefusal | null)
person?: (string | null)
}
/**
 * A medication step that a clinician did not allow.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepRefusal".
 */
export interface StepRefusal {
step: string
at: string
by: string
reason: string
}
/**
 * The desk asked for a medication step. `proof` has the answers, by question, that prove that it fits.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthorisationRequested".
 */
export interface AuthorisationRequested {
kind: "instructions.step.authorisation_requested"
run: string
step: string
proof: {
[k: string]: string
}
by: string
person?: (string | null)
}
/**
 * A clinician allows a medication step that is asked for and proved to fit.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthoriseStep".
 */
export interface AuthoriseStep {
kind: "instructions.authorise_step"
run: string
step: string
}
/**
 * Certificates (PEM); empty: the authorities that the machine knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "AuthorityFile".
 */
export interface AuthorityFile {
certificates: string
}
/**
 * A private key of backups, encrypted with the passphrase, given this once; and its public key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupKey".
 */
export interface BackupKey {
name: string
file: string
recipient: string
}
/**
 * Settings of the same names. An empty folder: none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupPlan".
 */
export interface BackupPlan {
backup_folder: string
backup_keys_folder: string
backup_every_h: number
backup_keep: number
backup_recipients: string
}
/**
 * Somebody wants one now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupRequest".
 */
export interface BackupRequest {
at: string
by_name: string
}
/**
 * One that ended, well or not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupRun".
 */
export interface BackupRun {
started_at: string
ended_at: string
place: string
size_bytes?: number
blobs?: number
failure?: string
detail?: string
}
/**
 * What is allowed and not good: worded as `backups.warning.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupWarning".
 */
export interface BackupWarning {
code: string
facts?: {
[k: string]: string | number
}
}
/**
 * What is set, what was made, and what comes next.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BackupsView".
 */
export interface BackupsView {
plan: BackupPlan
given_elsewhere: string[]
warnings: BackupWarning[]
runs: BackupRun[]
request: (BackupRequest | null)
next_at: (string | null)
restored: (MaintenanceRecord | null)
}
/**
 * When it was done last, and with what. Files of before also say `count`, which is not read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MaintenanceRecord".
 */
export interface MaintenanceRecord {
at: string
place: string
}
/**
 * The next incident of the scenario, or one that is repeated, happens now; its callers ring under these ids.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BeginIncident".
 */
export interface BeginIncident {
kind: "training.begin_incident"
training: string
position: number
nth: number
incident_kind: string
place: (PracticePlace | null)
/**
 * @minItems 1
 * @maxItems 10
 */
calls: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]
repeats?: boolean
}
/**
 * Where an incident happens: what people there call it, and the point where the region has one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticePlace".
 */
export interface PracticePlace {
words: string
point?: (Point | null)
ground?: string
}
/**
 * Its start has come, by the clock of the server.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BeginOperation".
 */
export interface BeginOperation {
kind: "preventive.begin"
operation: string
}
/**
 * An incident that has begun. Its truth is the trainer's; a trainee reads it when the session is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BegunIncident".
 */
export interface BegunIncident {
nth: number
kind: string
place: (PracticePlace | null)
calls: string[]
begun_at: string
repeats?: boolean
}
/**
 * It goes back to its own centre: at once when it is free, else when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "BringUnitHome".
 */
export interface BringUnitHome {
kind: "dispatch.bring_unit_home"
unit: string
operation: string
}
/**
 * Over before any human answered. It waits to be called back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallAbandoned".
 */
export interface CallAbandoned {
kind: "calls.call.abandoned"
call: string
reason: EndReason
call_back: CallBackPolicy
}
/**
 * A human answers. No machine's announcement is ever this fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallAnswered".
 */
export interface CallAnswered {
kind: "calls.call.answered"
call: string
desk: string
operator: string
operator_name: string
}
/**
 * One attempt to reach the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackAttempted".
 */
export interface CallBackAttempted {
kind: "calls.call.call_back_tried"
call: string
reached: boolean
}
/**
 * The room is asked to reach the caller by hand.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackEscalated".
 */
export interface CallBackEscalated {
kind: "calls.call.messaged"
call: string
}
/**
 * The interviews of its case prove something else about ringing the caller back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackRuled".
 */
export interface CallBackRuled {
kind: "calls.call.call_back_ruled"
call: string
rule: (CallBackPolicy | null)
protocol: (string | null)
before: CallBackPolicy
}
/**
 * A desk rings the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallBackStarted".
 */
export interface CallBackStarted {
kind: "calls.call.ringing_back"
call: string
desk: string
operator: string
operator_name: string
}
/**
 * The operator speaks with somebody else, the caller waits.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallConsulting".
 */
export interface CallConsulting {
kind: "calls.call.consulting"
call: string
whom: string
}
/**
 * Calls before this moment, each number at most `COUNTED_MAX`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallCounts".
 */
export interface CallCounts {
day: number
month: number
}
/**
 * What screens show of it: everything but the subscribers, whose number alone is told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallDataRow".
 */
export interface CallDataRow {
origin: CallDataOrigin
received_at: string
server: (string | null)
failed: (string | null)
reason: (string | null)
unread: number
unknown_blocks: string[]
unlisted: string[]
providers: DataProvider[]
services: LineService[]
devices: CallDevice[]
comments: DataComment[]
subscribers: number
marks: TextMark[]
}
/**
 * An answered call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallEnded".
 */
export interface CallEnded {
kind: "calls.call.ended"
call: string
reason: EndReason
}
/**
 * The caller waits on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallHeld".
 */
export interface CallHeld {
kind: "calls.call.held"
call: string
}
/**
 * The call tells of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallJoinedCase".
 */
export interface CallJoinedCase {
kind: "calls.call.joined_case"
call: string
case: string
}
/**
 * It does not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallLeftCase".
 */
export interface CallLeftCase {
kind: "calls.call.left_case"
call: string
case: string
}
/**
 * A call was linked: it tells of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallLinked".
 */
export interface CallLinked {
kind: "cases.case.call_linked"
case: string
call: string
}
/**
 * The last six hours, and what is usual in them. No person, number, place or case is in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallLoad".
 */
export interface CallLoad {
at: string
slot_s: number
slots: LoadSlot[]
weeks: number
usual: UsualSlot[]
yesterday: (YesterdayFigures | null)
}
/**
 * A quarter of an hour.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoadSlot".
 */
export interface LoadSlot {
since: string
calls: number
wait_s: (number | null)
}
/**
 * The same quarter in the weeks before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UsualSlot".
 */
export interface UsualSlot {
calls: number
wait_s: (number | null)
}
/**
 * What the figures of the room were at this hour of the day before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "YesterdayFigures".
 */
export interface YesterdayFigures {
at: string
queued: number
longest_s: (number | null)
unanswered: number
p0: number
without_unit: number
}
/**
 * The operator's words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallNoted".
 */
export interface CallNoted {
kind: "calls.call.noted"
call: string
words: string
}
/**
 * It rings at one desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallOffered".
 */
export interface CallOffered {
kind: "calls.call.offered"
call: string
desk: string
}
/**
 * A centre is asked for help: tell its station, if the table names one. Says nothing while it is being told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallOutStation".
 */
export interface CallOutStation {
kind: "notifications.call_out_station"
notification: string
case: string
centre: string
by: string
}
/**
 * It waits for a desk; `again` when an offer lapsed or a desk was lost.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallQueued".
 */
export interface CallQueued {
kind: "calls.call.queued"
call: string
again?: boolean
urgency?: (number | null)
desk_lost?: (string | null)
}
/**
 * The first moment of a call, and all that came with it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallReceived".
 */
export interface CallReceived {
kind: "calls.call.rang"
call: string
number: number
channel: CallChannel
mode: Mode1
urgency: number
phone?: (string | null)
phone_said?: (string | null)
phone_known_by?: (NumberSource | null)
earlier?: (string | null)
caller_name?: (string | null)
language?: (string | null)
cannot_speak?: boolean
line?: (string | null)
user_agent?: (string | null)
imei?: (string | null)
/**
 * @maxItems 8
 */
addresses?: []|[StatedAddress]|[StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]
meant_for?: (string | null)
}
/**
 * Where a document says that the telephone or its line is. It is offered to the search, and is never a location by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StatedAddress".
 */
export interface StatedAddress {
/**
 * @minItems 1
 * @maxItems 4
 */
civic: [CivicAddress]|[CivicAddress, CivicAddress]|[CivicAddress, CivicAddress, CivicAddress]|[CivicAddress, CivicAddress, CivicAddress, CivicAddress]
provided_by?: (string | null)
at: string
}
/**
 * An address by the element names of RFC 5139 and 6848 (`RD`, `HNO`, `MP` …), in the order of RFC 5139.
 * 
 * Of Spain: A1 autonomous community, A2 province, A3 municipality, STS or STP the kind of street, RD its name, HNO the
 * number, PC the postal code. `language` is a BCP 47 tag of the whole address.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CivicAddress".
 */
export interface CivicAddress {
elements: {
[k: string]: string
}
/**
 * @maxItems 64
 */
landmark_parts?: string[]
/**
 * @maxItems 64
 */
extras?: CivicExtra[]
language?: (string | null)
}
/**
 * An element of another namespace, such as `lamp` of a city: RFC 6848, 3.4.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CivicExtra".
 */
export interface CivicExtra {
namespace: string
name: string
value: string
}
/**
 * What was heard in a call, or in a part of it: one sound file with a channel for each party.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRecording".
 */
export interface CallRecording {
digest: string
media_type: string
parties: string[]
began_at: string
duration_s: number
missing_s?: number
cut_short?: boolean
}
/**
 * We did not take it. Where another centre takes it, it is over; else it is abandoned in the same moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRejected".
 */
export interface CallRejected {
kind: "calls.call.refused"
call: string
refusal: CallRejection
}
/**
 * What the network was told, and who answers in our place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRejection".
 */
export interface CallRejection {
reason: CallRejectionReason
code: number
sent_to?: (string | null)
}
/**
 * Operator and caller are together again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallResumed".
 */
export interface CallResumed {
kind: "calls.call.resumed"
call: string
}
/**
 * One call as desks, room and archive show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallRow".
 */
export interface CallRow {
id: string
number: number
channel: CallChannel
state: CallState
mode: Mode1
urgency: number
rang_at: string
queued_at: (string | null)
answered_at: (string | null)
ended_at: (string | null)
phone: (string | null)
phone_known_by: (NumberSource | null)
caller_name: (string | null)
language: (string | null)
cannot_speak: boolean
line: (string | null)
offered_to: (string | null)
offered_at: (string | null)
desk: (string | null)
operator: (string | null)
operator_name: (string | null)
case: (string | null)
position: (Position | null)
fixes: number
known_fixes: KnownFix[]
ecall: (EcallRow | null)
addresses: OfferedAddress[]
location_failures: LocationFailure[]
additional_data: CallDataRow[]
location_request: (LocationRequest | null)
at_place: (boolean | null)
attachments: Attachment[]
lines: number
last_line_at: (string | null)
disposition: (CallDisposition | null)
call_back: CallBackPolicy
call_back_by: (string | null)
call_back_tries: number
messaged_at: (string | null)
user_agent: (string | null)
meant_for: (string | null)
recordings: CallRecording[]
parties: Participant[]
listeners: MonitoringSupervisor[]
dead: AudioFault[]
unsteady: boolean
silent_since: (string | null)
keys: KeyPress[]
text: boolean
page: boolean
easy: (boolean | null)
hidden: boolean
}
/**
 * One fix of a caller's device. Every fix is kept; the best is chosen, never overwritten.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Position".
 */
export interface Position {
point: Point
source: PositionSource
uncertainty_m?: (number | null)
confidence_pct?: (number | null)
at: string
received_at?: (string | null)
method?: (PositionMethod | null)
/**
 * @maxItems 8
 */
flags?: []|[PositionFlag]|[PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag]|[PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag, PositionFlag]
shape?: ((PointShape | PolygonShape | CircleShape | EllipseShape | ArcBandShape | SphereShape | EllipsoidShape | PrismShape) | null)
altitude?: (Altitude | null)
floor?: (string | null)
movement?: (DeviceMovement | null)
}
/**
 * A point: nothing is said of how far it may be off.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PointShape".
 */
export interface PointShape {
shape: "Point"
centre: Coordinate
}
/**
 * An area. Its ring is closed from the last corner to the first, which is not said twice here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PolygonShape".
 */
export interface PolygonShape {
shape: "Polygon"
/**
 * @minItems 1
 * @maxItems 256
 */
corners: [Coordinate, ...(Coordinate)[]]
}
/**
 * An area around a centre. A length that could not be read is None, in every shape.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CircleShape".
 */
export interface CircleShape {
shape: "Circle"
centre: Coordinate
radius_m?: (number | null)
}
/**
 * Half axes in metres; `orientation_deg` is the direction of the larger one, clockwise from north.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EllipseShape".
 */
export interface EllipseShape {
shape: "Ellipse"
centre: Coordinate
semi_major_m?: (number | null)
semi_minor_m?: (number | null)
orientation_deg?: (number | null)
}
/**
 * A circle with a height: the altitude is that of its centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SphereShape".
 */
export interface SphereShape {
shape: "Sphere"
centre: Coordinate
radius_m?: (number | null)
}
/**
 * An ellipse with a height: `vertical_m` is its half axis upwards.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EllipsoidShape".
 */
export interface EllipsoidShape {
shape: "Ellipsoid"
centre: Coordinate
semi_major_m?: (number | null)
semi_minor_m?: (number | null)
vertical_m?: (number | null)
orientation_deg?: (number | null)
}
/**
 * A room or a floor: the corners of its base, and how high it is above it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PrismShape".
 */
export interface PrismShape {
shape: "Prism"
/**
 * @minItems 1
 * @maxItems 256
 */
corners: [Coordinate, ...(Coordinate)[]]
height_m?: (number | null)
}
/**
 * How fast a device moves, and where to in degrees clockwise from north (RFC 5962; ETSI TS 103 625).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeviceMovement".
 */
export interface DeviceMovement {
speed_m_s?: (number | null)
bearing_deg?: (number | null)
}
/**
 * One fix of a call as a desk lists it, with its circle at 95 % confidence.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KnownFix".
 */
export interface KnownFix {
position: Position
shown: (FixReason | null)
}
/**
 * What screens show of a vehicle. Its identification number is asked for apart, and the look is recorded.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EcallRow".
 */
export interface EcallRow {
count: number
last_unread: boolean
received_at: string
flags: MsdFlag[]
read: boolean
automatic: (boolean | null)
test: (boolean | null)
position_trusted: (boolean | null)
vehicle: (VehicleCategory | null)
propulsion: (Propulsion[] | null)
incident_at: (string | null)
direction_deg: (number | null)
occupants: (number | null)
has_vin: boolean
by_sip: boolean
asked_at: (string | null)
failure: (MsdFailure | null)
}
/**
 * One address in one language.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferedAddress".
 */
export interface OfferedAddress {
words: string
search: string
language: (string | null)
provided_by: (string | null)
at: string
}
/**
 * A location server that was to be asked about a call, and why it gave no position.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationFailure".
 */
export interface LocationFailure {
server: string
code: string
reason?: (string | null)
}
/**
 * A desk's request for the position of the telephone of a call, the latest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationRequest".
 */
export interface LocationRequest {
asked_at: string
ended_at?: (string | null)
failure?: (LocationFailure | null)
}
/**
 * One more voice in a call: a desk of the installation, or a number outside.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Participant".
 */
export interface Participant {
id: string
name: string
rang_at: string
desk: (string | null)
number: (string | null)
joined_at: (string | null)
person: (string | null)
person_name: (string | null)
}
/**
 * A supervisor on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MonitoringSupervisor".
 */
export interface MonitoringSupervisor {
desk: string
person: string
person_name: string
way: MonitoringMode
}
/**
 * A key that the caller pressed. What it means is what was agreed aloud (decision 0186).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyPress".
 */
export interface KeyPress {
key: string
at: string
}
/**
 * A call by telephone; of it no more than the line needs.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallThatCame".
 */
export interface CallThatCame {
at: string
is_test: boolean
answered: boolean
number_asserted: boolean
}
/**
 * The caller is with somebody else now. `desk` has the call from here on; None while it is a number, or still rings.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallTransferred".
 */
export interface CallTransferred {
kind: "calls.call.transferred"
call: string
party: string
name: string
desk?: (string | null)
operator?: (string | null)
operator_name?: (string | null)
desk_lost?: (string | null)
}
/**
 * A linked call was taken off: it does not tell of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallUnlinked".
 */
export interface CallUnlinked {
kind: "cases.case.call_unlinked"
case: string
call: string
}
/**
 * The caller was reached, and speaks with the desk that rang.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerAnswered".
 */
export interface CallerAnswered {
kind: "calls.call.caller_answered"
call: string
}
/**
 * What stood in the caller's line and was not finished.
 * 
 * `line` is the command that will finish it: the fact with that cause, if it ever comes, is the whole line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerDraftKept".
 */
export interface CallerDraftKept {
kind: "calls.call.caller_typed"
call: string
line: string
words: string
}
/**
 * Packets come and say nothing. No fault.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerFellSilent".
 */
export interface CallerFellSilent {
kind: "calls.call.fell_silent"
call: string
since: string
}
/**
 * Who calls, in what language, whether at the place; None means not said now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerIdentified".
 */
export interface CallerIdentified {
kind: "calls.call.identified"
call: string
caller_name?: (string | null)
phone?: (string | null)
phone_said?: (string | null)
phone_known_by?: (NumberSource | null)
language?: (string | null)
at_place?: (boolean | null)
call_back?: (CallBackPolicy | null)
}
/**
 * A line that the caller wrote, as it was written. `n` counts the caller's lines of this call, from 1.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerLine".
 */
export interface CallerLine {
n: number
at: string
words: string
}
/**
 * The caller marked a moment of a card, or said of a step that it is done or what they answer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerMarked".
 */
export interface CallerMarked {
kind: "calls.call.caller_marked"
call: string
item: string
run: string
mark: string
step: string
}
/**
 * There is something to be heard from the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerSpokeAgain".
 */
export interface CallerSpokeAgain {
kind: "calls.call.spoke_again"
call: string
}
/**
 * A line of the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerTextSent".
 */
export interface CallerTextSent {
kind: "calls.call.caller_said"
call: string
words: string
}
/**
 * What one caller wrote, as centres and crews of the case read it: no number, no name.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CallerWordsRow".
 */
export interface CallerWordsRow {
id: string
channel: CallChannel
rang_at: string
language: (string | null)
lines: CallerLine[]
count: number
ended_at: (string | null)
}
/**
 * It is not needed. Centre and crews are interrupted and must acknowledge; no status is changed for anybody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CancelTask".
 */
export interface CancelTask {
kind: "dispatch.cancel_task"
task: string
change: string
reason: string
}
/**
 * There is nothing left to promise; `by` is the kind of the fact that says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CancelWatch".
 */
export interface CancelWatch {
kind: "followup.cancel_watch"
watch: string
by: string
}
/**
 * What it can take, by the word of somebody there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CapacityDeclared".
 */
export interface CapacityDeclared {
kind: "hospitals.hospital.capacity_declared"
hospital: string
free: {
[k: string]: number
}
by_there: string
entered_by: string
}
/**
 * The dictation ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardClosed".
 */
export interface CardClosed {
kind: "instructions.card.closed"
run: string
by: string
}
/**
 * One level, in words, and what is left of an item's weight with it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardLevel".
 */
export interface CardLevel {
code: ReviewLevel
words: {
[k: string]: string
}
factor: number
}
/**
 * A sentence of a card that was read aloud, or sent in writing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardLine".
 */
export interface CardLine {
at: string
card: string
words: string
since: number
written?: boolean
shown?: (number | null)
}
/**
 * A card came on screen, this very version.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardOpened".
 */
export interface CardOpened {
kind: "instructions.card.opened"
run: string
case: string
mode: Mode1
language: string
card: string
version: string
digest: string
draft: boolean
first: (string | null)
by: string
after?: (string | null)
marks?: MarkedMoment[]
metronome?: Metronome
}
/**
 * A moment that counts, kept once: the first time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkedMoment".
 */
export interface MarkedMoment {
mark: string
at: string
by: string
}
/**
 * A step of a card, in the words that are read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CardText".
 */
export interface CardText {
step: string
words: string
easy?: (EasyText | null)
asks?: boolean
only_asks?: boolean
}
/**
 * A step for who reads with difficulty: one short order and what a drawing shows of it (decision 0370).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EasyText".
 */
export interface EasyText {
words: string
pictogram: Pictogram
}
/**
 * Another case was the same as this one, and goes on in it: its calls, its tasks and their crews.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseAbsorbed".
 */
export interface CaseAbsorbed {
kind: "cases.case.took_in"
case: string
other: string
number: number
place?: (Location | null)
}
/**
 * Where help must go. It has words always, a point when one is known.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Location".
 */
export interface Location {
degree: LocationCertainty
words: string
point?: (Point | null)
uncertainty_m?: (number | null)
municipality?: (string | null)
quality?: (string | null)
region?: (string | null)
detail?: (string | null)
heading?: (string | null)
warnings?: PlaceWarning[]
}
/**
 * Something wrong with a location; it stays until a person answers it. `code` is `far_from_caller`,
 * `same_name_elsewhere`, or `heading_disputed`: somebody said the other carriageway (decision 0211).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlaceWarning".
 */
export interface PlaceWarning {
code: string
facts?: {
[k: string]: string
}
}
/**
 * An earlier case at the address, or near it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseAtAddress".
 */
export interface CaseAtAddress {
case: EarlierCase
same_address: boolean
distance_m: (number | null)
}
/**
 * A case as one line of the list.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EarlierCase".
 */
export interface EarlierCase {
id: string
number: number
opened_at: string
state: string
type: (string | null)
place: (string | null)
disposition: (string | null)
}
/**
 * What it is; the trail stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseClassified".
 */
export interface CaseClassified {
kind: "cases.case.classified"
case: string
type: string
by: string
before?: (string | null)
}
/**
 * The case was closed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseClosed".
 */
export interface CaseClosed {
kind: "cases.case.closed"
case: string
closing: ClosingData
}
/**
 * What must be known before a case can close.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosingData".
 */
export interface ClosingData {
disposition: CaseEnding
outcomes?: ServiceOutcome[]
words?: (string | null)
}
/**
 * What one service did in the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ServiceOutcome".
 */
export interface ServiceOutcome {
service: string
result: string
words?: (string | null)
}
/**
 * A past case of which the draft would have asked otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseDifference".
 */
export interface CaseDifference {
number: number
facts: PlanFacts
differences: PlanDifference[]
unanswered: string[]
}
/**
 * What a plan is asked by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanFacts".
 */
export interface PlanFacts {
type?: (string | null)
priority: Priority
/**
 * @maxItems 40
 */
send?: string[]
municipality?: (string | null)
at: string
level?: number
}
/**
 * One centre of which the draft asks otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanDifference".
 */
export interface PlanDifference {
centre: string
what: DifferenceKind
now?: string[]
draft?: string[]
}
/**
 * A bundle written this moment and checked as a stranger would, with our public key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseFileProof".
 */
export interface CaseFileProof {
verdict: string
sealed: boolean
at: string
facts: number
facts_digest: string
redacted: number
documents: number
log_size: number
log_root: string
head_at: string
key: string
first_leaf: number
last_leaf: number
findings?: string[]
}
/**
 * One case file as the archive shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseFileRow".
 */
export interface CaseFileRow {
id: string
number: number
mode: Mode1
state: FileState
sealed_at: string
sealed_by: string
key: string
index_digest: string
seals: number
addenda: Addendum[]
reopened: number
}
/**
 * Dangerous goods as somebody told of them, with what the tables said at that moment: never looked up anew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseHazmat".
 */
export interface CaseHazmat {
id: string
top?: (string | null)
bottom?: (string | null)
un?: (string | null)
hazard_class?: (string | null)
spill?: Spill
told_by?: HazmatInformant
sheet: HazmatSheet
at?: (string | null)
by?: (string | null)
replaced_by?: (string | null)
}
/**
 * What is said of the goods: for orientation, with its edition and source.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazmatSheet".
 */
export interface HazmatSheet {
basis: DistanceBasis
edition: string
source: string
guide: string
guide_title: string
un?: (string | null)
name?: (string | null)
names?: {
[k: string]: string
}
classes?: string[]
class_words?: {
[k: string]: string
}
top_words?: {
[k: string]: string
}
small?: HazardDistances
large?: HazardDistances1
fire_m?: (number | null)
marks?: string[]
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 */
export interface HazardDistances {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 */
export interface HazardDistances1 {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * Where help must go; `correction` when an agreed place was replaced; `before` stays visible, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseLocated".
 */
export interface CaseLocated {
kind: "cases.case.located"
case: string
location: Location
correction?: boolean
before?: (string | null)
}
/**
 * The case was merged into another, which goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseMerged".
 */
export interface CaseMerged {
kind: "cases.case.merged"
case: string
into: string
}
/**
 * A note was written in the case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseNoted".
 */
export interface CaseNoted {
kind: "cases.case.noted"
case: string
words: string
}
/**
 * The first fact of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseOpened".
 */
export interface CaseOpened {
kind: "cases.case.opened"
case: string
number: number
mode: Mode1
by: string
owner?: (string | null)
owner_person?: (string | null)
call?: (string | null)
summary?: (string | null)
}
/**
 * Everything that the page of a case shows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasePage".
 */
export interface CasePage {
id: string
number: string
mode: Mode1
state: string
reserved: boolean
priority: Priority
provisional: boolean
type: (string | null)
type_code: (string | null)
apco: (string | null)
place: (string | null)
municipality: (string | null)
opened_at: string
first_ring_at: string
closed_at: (string | null)
disposition: (string | null)
sealed_at: (string | null)
sealed_by: (string | null)
reopened: boolean
story: PageLine[]
callers: PageCaller[]
known: KnownFact[]
spoken: SpokenLine[]
replies: PageAnswer[]
read: CardLine[]
marks: MapMarker[]
pictures: Picture[]
recordings: PageRecording[]
addenda: PageAddendum[]
musts: SealingRequirement[]
looks: (AccessRecord[] | null)
}
/**
 * One fact of the story. `n` is its number, as everything else on the page counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PageLine".
 */
export interface PageLine {
n: number
id: string
kind: string
at: string
since_s: number
who: string
words: string
strong?: boolean
late?: boolean
}
/**
 * One who called, numbered from 1 by when they first rang.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PageCaller".
 */
export interface PageCaller {
number: number
at: string
since: number
}
/**
 * Who, where or what. `label` is a code of the catalogue: `report.fact_<label>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KnownFact".
 */
export interface KnownFact {
side: string
label: string
value: string
since: number
until?: (number | null)
caller?: number
}
/**
 * A line that was written or noted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SpokenLine".
 */
export interface SpokenLine {
at: string
who: string
words: string
since: number
}
/**
 * A question and its answer, until it was corrected or taken back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PageAnswer".
 */
export interface PageAnswer {
at: string
question: string
answer: string
since: number
until?: (number | null)
}
/**
 * Something on the map. `kind`: `place`, `caller`, `unit`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MapMarker".
 */
export interface MapMarker {
kind: string
id: string
label: string
point: Point
radius_m?: (number | null)
status?: (string | null)
since: number
until?: (number | null)
}
/**
 * A document that came in the course of the case; `digest` is what it is asked for by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Picture".
 */
export interface Picture {
digest: string
title: string
media_type: string
size: number
at: string
since: number
lost?: boolean
}
/**
 * What was heard in a call, or in a part of it; its bytes are asked for at the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PageRecording".
 */
export interface PageRecording {
call: string
called?: (string | null)
digest: string
parties: string[]
began_at: string
duration_s: number
since: number
}
/**
 * An addendum.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PageAddendum".
 */
export interface PageAddendum {
number: number
at: string
by: string
words: string
key: string
}
/**
 * One thing that sealing asks for: `closed`, `disposition`, `tasks`, `units`, `calls`; `which` names what is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SealingRequirement".
 */
export interface SealingRequirement {
code: string
done: boolean
which?: string
}
/**
 * The notes about the place of a case, dangers first, then the nearest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasePremiseNotes".
 */
export interface CasePremiseNotes {
notes: ShownPremiseNote[]
more: number
}
/**
 * A note as who works on a case reads it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShownPremiseNote".
 */
export interface ShownPremiseNote {
id: string
kind: PremiseNoteKind
text: string
address: string
detail: string
away_m: (number | null)
owner: (NoteOwner | null)
}
/**
 * Who answers for a note; crews are not told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteOwner".
 */
export interface NoteOwner {
agency: (string | null)
by_name: string
expires_at: string
}
/**
 * The case was related to another; both go on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseRelated".
 */
export interface CaseRelated {
kind: "cases.case.related"
case: string
other: string
}
/**
 * The other was not the same. What this one had from it alone goes with it: that help was sent, and its place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseReleased".
 */
export interface CaseReleased {
kind: "cases.case.gave_back"
case: string
other: string
number: number
}
/**
 * The closed case was opened again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseReopened".
 */
export interface CaseReopened {
kind: "cases.case.reopened"
case: string
reason: string
}
/**
 * Only named persons see it. `named` are the first of them; none in events older than the list.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseReserved".
 */
export interface CaseReserved {
kind: "cases.case.reserved"
case: string
reason: string
named?: NamedPerson[]
}
/**
 * A person to whom a reserved case is open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamedPerson".
 */
export interface NamedPerson {
person: string
name: string
why: NamingReason
centre?: (string | null)
}
/**
 * One case as desks, centres, room and archive show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseRow".
 */
export interface CaseRow {
id: string
number: number
mode: Mode1
state: CaseState
opened_at: string
opened_by: string
owner: (string | null)
owner_person: (string | null)
calls: string[]
location: (Location | null)
located_at: (string | null)
corrected: number
type: (string | null)
type_by: (string | null)
priority: Priority1
proved: (Priority | null)
send: string[]
hazards: Hazard[]
goods: CaseHazmat[]
wind: (Wind | null)
summary: (string | null)
reserved: boolean
help_sent_at: (string | null)
acknowledged_at: (string | null)
related: string[]
merged_into: (string | null)
closed_at: (string | null)
closing: (ClosingData | null)
sealed_at: (string | null)
named: NamedPerson[]
provisional: boolean
hidden: boolean
}
/**
 * What may hurt those who go there. A code of the catalogue, or words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Hazard".
 */
export interface Hazard {
code: string
words?: (string | null)
}
/**
 * The wind at the place, as it was reported: it ages, and is never inferred.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Wind".
 */
export interface Wind {
blows_from: WindFrom
at: string
by: string
}
/**
 * Its file is sealed: from here on only addenda.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseSealed".
 */
export interface CaseSealed {
kind: "cases.case.sealed"
case: string
}
/**
 * Another desk owns the case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseTakenOver".
 */
export interface CaseTakenOver {
kind: "cases.case.taken_over"
case: string
owner: string
owner_person: string
by: string
before?: (string | null)
}
/**
 * A merged case was parted again: it was not the same, and goes on by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseUnmerged".
 */
export interface CaseUnmerged {
kind: "cases.case.parted"
case: string
was_in: string
}
/**
 * Somebody saw it. The envelope says who and from where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CaseViewed".
 */
export interface CaseViewed {
kind: "identity.case.looked_at"
case: string
how: string
person: string
mode?: Mode2
}
/**
 * How many: at least, and at most. Without `most` nobody has said where it ends: «over 20» is 20 and more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Casualties".
 */
export interface Casualties {
least: number
most?: (number | null)
}
/**
 * Somebody counted, or estimated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasualtiesCounted".
 */
export interface CasualtiesCounted {
kind: "major.scene.counted"
case: string
mode: Mode1
number: number
how: CountBasis
colours: {
[k: string]: Casualties
}
places?: {
[k: string]: Casualties
}
words?: (string | null)
by: string
given_by?: (string | null)
}
/**
 * One count of the injured. A colour that is not in it was not counted this time, which is not the same as none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CasualtyCount".
 */
export interface CasualtyCount {
number: number
at: string
by: string
given_by: (string | null)
how: CountBasis
colours: {
[k: string]: Casualties
}
places?: {
[k: string]: Casualties
}
words?: (string | null)
}
/**
 * What the centre is called, who answers for it, and where it is: settings of the same names.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CentreIdentity".
 */
export interface CentreIdentity {
centre_name: string
organ: string
country: string
zone: string
}
/**
 * `saved` is what the processes have at their next start, `in_force` what they have now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CentreIdentityView".
 */
export interface CentreIdentityView {
saved: CentreIdentity
in_force: CentreIdentity
given_elsewhere: string[]
countries: string[]
zones: string[]
}
/**
 * One centre, what it is asked for, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CentreRequest".
 */
export interface CentreRequest {
centre: string
agency: string
service: string
services: string[]
capabilities: string[]
fallbacks: string[]
by_telephone: boolean
reflex: boolean
reasons: ProposalReason[]
absent?: string[]
}
/**
 * Why something was proposed or set aside: a code, worded at the edge, and its facts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposalReason".
 */
export interface ProposalReason {
code: string
facts?: {
[k: string]: string
}
}
/**
 * A certificate as a page shows it. Of the key nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CertificateView".
 */
export interface CertificateView {
names: string[]
issuer: string
ends_at: string
fingerprint: string
alone: boolean
}
/**
 * Another area, another end, another speed: what is left out stays. Whoever says so answers for it from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeClosure".
 */
export interface ChangeClosure {
kind: "closures.change"
closure: string
ring?: ([Point, Point, Point, ...(Point)[]] | null)
until?: (string | null)
km_h?: (number | null)
words?: (string | null)
}
/**
 * Another name, place, telephone, or what it can do: what is left out stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeHospital".
 */
export interface ChangeHospital {
kind: "hospitals.change"
hospital: string
name?: (string | null)
place?: (Point | null)
phone?: (string | null)
no_phone?: boolean
can?: ([]|[HospitalCapability]|[HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability] | null)
}
/**
 * How it is from now on, stated whole. Once it runs its start stays, and its end is moved by `preventive.extend`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeOperation".
 */
export interface ChangeOperation {
kind: "preventive.change"
operation: string
planned: OperationPlan
}
/**
 * An operation as a person states it, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationPlan".
 */
export interface OperationPlan {
name: string
kind: PlannedEventKind
starts: string
ends: string
zone: string
/**
 * @minItems 3
 * @maxItems 500
 */
ring: [Point, Point, Point, ...(Point)[]]
agency: string
/**
 * @maxItems 20
 */
agencies?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
desks?: number
post_phone?: (string | null)
talk_group?: string
crowd?: (number | null)
responsible?: string
phone?: (string | null)
notes?: string
/**
 * @maxItems 30
 */
plan?: PlanLine[]
/**
 * @maxItems 500
 */
places?: NamedPlace[]
}
/**
 * For which emergencies inside the area the command post is asked first, and for which services.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanLine".
 */
export interface PlanLine {
/**
 * @minItems 1
 * @maxItems 20
 */
services: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
/**
 * @maxItems 200
 */
types?: string[]
up_to?: Priority2
}
/**
 * A place by the words that people say there: «Puerta 4».
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamedPlace".
 */
export interface NamedPlace {
name: string
kind: PlaceKind
point: Point
/**
 * @maxItems 8
 */
said?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]
}
/**
 * Change the name and the contact; both are stated. The agency does not change: register another partner instead.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangePartner".
 */
export interface ChangePartner {
kind: "partners.change"
partner: string
name: string
contact: string
}
/**
 * Other words, another place, another kind: the note is stated whole, and expires when it would have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangePremiseNote".
 */
export interface ChangePremiseNote {
kind: "premise_notes.change"
note: string
read_version: string
note_kind: PremiseNoteKind
text: string
address: string
municipality?: string
point: Point
detail?: string
radius_m?: number
}
/**
 * Go on with another protocol. Shared facts and all that was proved stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangeProtocol".
 */
export interface ChangeProtocol {
kind: "triage.change_protocol"
run: string
protocol: string
}
/**
 * What a release does to one document, counted when it was proposed: those who sign have seen these numbers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChangedDocument".
 */
export interface ChangedDocument {
kind: string
id: string
change: string
lowered?: number
raised?: number
otherwise?: number
unread?: string[]
}
/**
 * The card's rules say that this call is always reviewed. What is known already is not news.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseByRule".
 */
export interface ChooseByRule {
kind: "review.choose_by_rule"
call: string
rules: SamplingRule[]
}
/**
 * This call is to be reviewed, and why: what no log tells. A call that is chosen already gets one more reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseCall".
 */
export interface ChooseCall {
kind: "review.choose"
call: string
cause: Cause
reason: string
}
/**
 * The caller's page shows steps in easy language, or no longer: the caller has chosen it there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseEasyReading".
 */
export interface ChooseEasyReading {
kind: "calls.choose_easy_reading"
call: string
easy: boolean
}
/**
 * The caller's page is read in this language from now on: the desk asks in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseLanguage".
 */
export interface ChooseLanguage {
kind: "calls.choose_language"
call: string
language: string
}
/**
 * Somebody else reviews it too, without seeing the first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseSecond".
 */
export interface ChooseSecond {
kind: "review.choose_second"
review: string
reason: string
}
/**
 * Say what is happening, against or before what is proved. Possible at any time; the trail stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChooseType".
 */
export interface ChooseType {
kind: "triage.choose_type"
run: string
type: string
reason?: (string | null)
}
/**
 * A person and what they train.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ChosenTrainee".
 */
export interface ChosenTrainee {
person: string
role: TraineeRole
}
/**
 * What it is. By a person, or by what the interview proved (workflows/triage_results.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClassifyCase".
 */
export interface ClassifyCase {
kind: "cases.classify"
case: string
type: string
by?: (string | null)
}
/**
 * The dictation is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseCard".
 */
export interface CloseCard {
kind: "instructions.close_card"
run: string
}
/**
 * The centre's work is over: every task has ended or was released, and the closing data are there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseCase".
 */
export interface CloseCase {
kind: "cases.close"
case: string
closing: ClosingData
}
/**
 * The case is closed: nothing more is asked, and boards let the run go.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseRun".
 */
export interface CloseRun {
kind: "triage.close_run"
run: string
}
/**
 * What became of the harm that may have been done.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CloseSafety".
 */
export interface CloseSafety {
kind: "review.close_safety"
review: string
words: string
}
/**
 * How it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureChanged".
 */
export interface ClosureChanged {
kind: "closures.closure.changed"
closure: string
ring: Point[]
km_h: number
words: string
until: string
by: string
by_name: string
centre: (string | null)
}
/**
 * Roads are closed, or slow.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureDrawn".
 */
export interface ClosureDrawn {
kind: "closures.closure.drawn"
closure: string
mode: Mode1
ring: Point[]
km_h: number
reason: ClosureReason
words: string
until: string
by: string
by_name: string
centre: (string | null)
}
/**
 * Its time came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureEnded".
 */
export interface ClosureEnded {
kind: "closures.closure.ended"
closure: string
}
/**
 * Somebody opened the roads.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureLifted".
 */
export interface ClosureLifted {
kind: "closures.closure.lifted"
closure: string
by_name: string
}
/**
 * One closure on a map and in its list.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ClosureRow".
 */
export interface ClosureRow {
id: string
mode: Mode1
ring: Point[]
km_h: number
reason: ClosureReason
words: string
until: string
drawn_at: string
by_name: string
centre: (string | null)
changed_at: string
}
/**
 * Somebody to whom a reserved case can be opened, found by name; `desk` is where they sit just now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Colleague".
 */
export interface Colleague {
id: string
name: string
centre: (string | null)
desk: (string | null)
}
/**
 * The shifts of a colleague that could be taken in return.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ColleagueShifts".
 */
export interface ColleagueShifts {
shifts: PlannedShift[]
}
/**
 * A shift as it is shown: who has it, and between which moments.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlannedShift".
 */
export interface PlannedShift {
person: string
name: string
shift: RosterShift
callsign: (string | null)
since: string
until: string
}
/**
 * Hours of one person, which begin on a day. An end that is not after the start is of the next day: 08:00 to 08:00 is a
 * whole day. A person has one shift at most that begins at a moment, so that day and start name it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RosterShift".
 */
export interface RosterShift {
day: string
starts: string
ends: string
function: ShiftFunction
unit?: (string | null)
agency?: (string | null)
centre?: (string | null)
}
/**
 * The command post as a centre: it is signed in to, gets tasks and directs the units that are lent to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CommandPost".
 */
export interface CommandPost {
centre: string
name: string
agency: string
agencies: string[]
desks: number
phone?: (string | null)
talk_group?: string
}
/**
 * The answer to a command: which streams it changed, at which version they now stand.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CommandResult".
 */
export interface CommandResult {
command: string
versions?: {
[k: string]: number
}
facts?: {
[k: string]: string
}
}
/**
 * A remark to one trainee, which they read at once and which is kept.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CommentTrainee".
 */
export interface CommentTrainee {
kind: "training.comment"
training: string
comment: string
person: string
words: string
incident?: (number | null)
moment?: (string | null)
}
/**
 * The patient does not breathe normally after all, or no longer: the beat is as it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CompressionsResumed".
 */
export interface CompressionsResumed {
kind: "instructions.compressions.resumed"
run: string
step: (string | null)
by: string
}
/**
 * The patient breathes normally, as a person has marked or answered: nothing is to be repeated, and no beat sounds.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CompressionsStopped".
 */
export interface CompressionsStopped {
kind: "instructions.compressions.stopped"
run: string
step: string
by: string
}
/**
 * A second person confirms the waiting secret of a key that opens cases.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ConfirmApiKey".
 */
export interface ConfirmApiKey {
kind: "partners.confirm_key"
key: string
secret_version: number
}
/**
 * Sign these documents as they are in force, in the name of an office that the person holds; the other office follows with
 * `SignRelease`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ConfirmContent".
 */
export interface ConfirmContent {
kind: "publishing.confirm"
release: string
office: Office
content: string
/**
 * @minItems 1
 * @maxItems 500
 */
documents: [ConfirmedDocument, ...(ConfirmedDocument)[]]
title: string
reason: string
}
/**
 * A document in force that is to be signed as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ConfirmedDocument".
 */
export interface ConfirmedDocument {
kind: ("card" | "file" | "protocol")
id: string
}
/**
 * A person says that an unanswered call was of the caller who is now at their desk: nobody is called back for it.
 * 
 * For numbers that the network does not assert, and that therefore join nothing by themselves (decision 0245).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ConfirmRetry".
 */
export interface ConfirmRetry {
kind: "calls.confirm_retry"
call: string
by: string
}
/**
 * Speak with somebody else while the caller waits: a desk of the installation, a number, or by other means.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Consult".
 */
export interface Consult {
kind: "calls.consult"
call: string
whom: string
party?: (string | null)
desk?: (string | null)
number?: (string | null)
}
/**
 * Whom the centre telephones and who is no centre, desk, person or hospital here: a utility, an interpreter, the duty
 * telephone of an organisation (docs/nouns/contact.md).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Contact".
 */
export interface Contact {
id: string
name: string
phone: string
organisation?: (string | null)
purpose?: (string | null)
hours?: (string | null)
/**
 * @maxItems 20
 */
languages?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
agency?: (string | null)
}
/**
 * One change, in words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ContentChange".
 */
export interface ContentChange {
file: string
words: {
[k: string]: string
}
shift: Shift
harms: boolean
named: boolean
}
/**
 * The whole table.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ContentCoverage".
 */
export interface ContentCoverage {
on: string
kinds: PriorityCoverage[]
types: TypeCoverage[]
p0_rules: number
p0_silent: string[]
cards: number
life_cards: number
critical_questions: number
documents: DocumentCoverage[]
languages: LanguageCoverage[]
sources: SourceCoverage[]
statuses: {
[k: string]: number
}
}
/**
 * Incident types that begin with one priority. `without`: the codes of those that have no protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PriorityCoverage".
 */
export interface PriorityCoverage {
priority: string
types: number
without: string[]
with_card: number
}
/**
 * One incident type: its protocol, None without one, and the cards which that can say.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TypeCoverage".
 */
export interface TypeCoverage {
code: string
name: {
[k: string]: string
}
priority: string
protocol: (string | null)
cards: string[]
}
/**
 * One protocol or card, with each translation of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentCoverage".
 */
export interface DocumentCoverage {
kind: ("card" | "protocol")
id: string
title: {
[k: string]: string
}
status: string
life: boolean
translations: {
[k: string]: TranslationCoverage
}
}
/**
 * One translation of a document. `digest` is of its text as it stands; the rest is None while nobody has read that.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TranslationCoverage".
 */
export interface TranslationCoverage {
digest: string
by?: (string | null)
role?: (string | null)
at?: (string | null)
}
/**
 * Cards that say everything in one language, of all and of those on which a life hangs; critical questions that are asked in it
 * with all their answers; and who has read its documents.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LanguageCoverage".
 */
export interface LanguageCoverage {
language: string
partial: boolean
original: boolean
cards: number
life: number
questions: number
documents: number
read: number
readers: ReaderCoverage[]
}
/**
 * One who read translations of a language, how many, and when the last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReaderCoverage".
 */
export interface ReaderCoverage {
by: string
role: string
at: string
documents: number
}
/**
 * A source, how many life cards cite it, and whether it counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SourceCoverage".
 */
export interface SourceCoverage {
id: string
title: string
basis: string
edition?: (string | null)
section?: (string | null)
expires?: (string | null)
read_by?: (string | null)
read_at?: (string | null)
life_cards: number
expired: boolean
not_read: boolean
}
/**
 * Who writes content and both offices that sign it: three people. The fields are the roles.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ContentSigners".
 */
export interface ContentSigners {
content_author: SignerChoice
medical_director: SignerChoice
operations_director: SignerChoice
language: string
}
/**
 * Who shall write or sign content: a person who is registered, or somebody new by name and login.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignerChoice".
 */
export interface SignerChoice {
person?: (string | null)
login?: (string | null)
name?: (string | null)
}
/**
 * The shifts of these people in the week before this Monday are also theirs a week later. What is planned there already stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CopyRosterWeek".
 */
export interface CopyRosterWeek {
kind: "rosters.copy_week"
first: string
/**
 * @minItems 1
 * @maxItems 500
 */
people: [string, ...(string)[]]
}
/**
 * I was wrong in one item, and why. What was submitted stays to be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CorrectReview".
 */
export interface CorrectReview {
kind: "review.correct"
review: string
item: string
level: (ReviewLevel | null)
remark?: string
reason: string
}
/**
 * A later word on one item. What was submitted stays as it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Correction".
 */
export interface Correction {
at: string
before: ItemScore
after: ItemScore
reason: string
score: (number | null)
}
/**
 * What the reviewer found of one item; `level` None: it does not apply here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ItemScore".
 */
export interface ItemScore {
item: string
level: (ReviewLevel | null)
remark?: string
}
/**
 * One sweep over the scene: how many of each colour. A colour left out was not counted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CountCasualties".
 */
export interface CountCasualties {
kind: "major.count_casualties"
case: string
how: CountBasis
colours?: {
[k: string]: Casualties
}
places?: {
[k: string]: Casualties
}
words?: (string | null)
given_by?: (string | null)
at?: (string | null)
}
/**
 * The crew's own alarm. It stands until a person says that it is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewEmergency".
 */
export interface CrewEmergency {
at: string
by_name: string
point?: (Point | null)
group?: (string | null)
answered_at?: (string | null)
answered_by?: (string | null)
}
/**
 * A desk has heard it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewEmergencyAnswered".
 */
export interface CrewEmergencyAnswered {
kind: "dispatch.unit.emergency_answered"
unit: string
by: string
words?: (string | null)
}
/**
 * The crew is safe.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewEmergencyEnded".
 */
export interface CrewEmergencyEnded {
kind: "dispatch.unit.emergency_over"
unit: string
by: string
words: string
}
/**
 * The crew is in danger.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewEmergencyRaised".
 */
export interface CrewEmergencyRaised {
kind: "dispatch.unit.emergency_raised"
unit: string
by: string
point?: (Point | null)
group?: (string | null)
}
/**
 * One person of the crew. Somebody without an account is still somebody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewMember".
 */
export interface CrewMember {
name: string
role: string
person?: (string | null)
}
/**
 * Nobody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewSignedOff".
 */
export interface CrewSignedOff {
kind: "dispatch.unit.crew_signed_off"
unit: string
by: string
}
/**
 * Who crews it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewSignedOn".
 */
export interface CrewSignedOn {
kind: "dispatch.unit.crew_signed_on"
unit: string
crew: CrewMember[]
by: string
}
/**
 * Whether the telephones of a unit can be woken, by the best of them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewWakeUp".
 */
export interface CrewWakeUp {
unit: string
state: PushState
code?: string
}
/**
 * Units of which a telephone may be woken; `on` is false where none is woken here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewWakeUps".
 */
export interface CrewWakeUps {
on: boolean
units: CrewWakeUp[]
}
/**
 * What the crew of a unit lacks. It informs, and refuses nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewWarning".
 */
export interface CrewWarning {
unit: string
callsign: string
kind: CrewWarningKind
capabilities: string[]
any_of: string[]
people: string[]
ended?: (string | null)
}
/**
 * The warnings of all crews that somebody may see, and what the qualifications in them are called.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CrewWarnings".
 */
export interface CrewWarnings {
warnings: CrewWarning[]
kinds: QualificationKind[]
}
/**
 * A qualification as the content in force names it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QualificationKind".
 */
export interface QualificationKind {
code: string
words: {
[k: string]: string
}
}
/**
 * One critical change. The old value stays beside the new one, also after it was acknowledged.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "CriticalChange".
 */
export interface CriticalChange {
id: string
case?: (string | null)
kind: ChangeKind
new: string
old?: (string | null)
at: string
acknowledged?: (Acknowledgement | null)
}
/**
 * A day was drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DayDrawn".
 */
export interface DayDrawn {
kind: "review.draw.day_drawn"
month: string
of: DayOfDraw
}
/**
 * What was drawn of one day, and all that it takes to draw it again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DayOfDraw".
 */
export interface DayOfDraw {
day: string
seed: string
head_size: number
head_root: string
card: string
candidates: number
candidates_digest: string
drawn: DrawnCall[]
doubled: string[]
}
/**
 * One call that was drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawnCall".
 */
export interface DrawnCall {
call: string
operator: string
stratum: string
}
/**
 * Who plans the roster confirms, which changes it, or refuses.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DecideShiftSwap".
 */
export interface DecideShiftSwap {
kind: "rosters.decide_swap"
swap: string
confirms: boolean
}
/**
 * How many of each colour it can take, said by `by_there`. A colour that is left out stays as it was said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareCapacity".
 */
export interface DeclareCapacity {
kind: "hospitals.declare_capacity"
hospital: string
free: {
[k: string]: number
}
by_there: string
}
/**
 * From now on, or from that moment, the plan stands in this phase, in this area, by this act. Raises and lowers too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareSituation".
 */
export interface DeclareSituation {
kind: "major.declare_situation"
plan: string
phase: string
area: string
act: string
words?: (string | null)
since?: (string | null)
}
/**
 * More calls than hands: every desk is told, with the reason. In the mode of whoever says it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclareSurge".
 */
export interface DeclareSurge {
kind: "followup.declare_surge"
reason: string
}
/**
 * How many of one colour it can take, as somebody there said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclaredCapacity".
 */
export interface DeclaredCapacity {
free: number
at: string
by_there: string
entered_by: string
}
/**
 * A phase that was declared: by whom, for where, by which act.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclaredPhase".
 */
export interface DeclaredPhase {
phase: string
phase_name: string
before: (string | null)
since: string
declared_at: string
by: string
area: string
act: string
words?: (string | null)
}
/**
 * The person at the desk, or a supervisor, does not give the seat.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclineSeatRequest".
 */
export interface DeclineSeatRequest {
kind: "identity.keep_seat"
desk: string
to: string
}
/**
 * A proposed move is not made, and why: a later reader sees that a person decided.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeclineStandBy".
 */
export interface DeclineStandBy {
kind: "dispatch.decline_stand_by"
unit: string
place: Point
name: string
why: string
gain: StandByGain
}
/**
 * What a stand-by move was reckoned to give when it was proposed: the figures that somebody decided by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByGain".
 */
export interface StandByGain {
minutes: number
won: number
lost: number
drive_s?: (number | null)
}
/**
 * It was delivered, or could not be.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeliveryReported".
 */
export interface DeliveryReported {
kind: "radio.entry.answered"
entry: string
outcome: SendOutcome
why?: (string | null)
}
/**
 * In a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskBusy".
 */
export interface DeskBusy {
kind: "calls.desk.busy"
desk: string
person: string
person_name: string
call: string
}
/**
 * What stood in the desk's line, where the caller could read it, and was not finished. `line` as above.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskDraftKept".
 */
export interface DeskDraftKept {
kind: "calls.call.desk_typed"
call: string
line: string
words: string
}
/**
 * The desk takes part in a call that it does not have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskJoinedCall".
 */
export interface DeskJoinedCall {
kind: "calls.desk.joined"
desk: string
call: string
}
/**
 * It does not any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskLeftCall".
 */
export interface DeskLeftCall {
kind: "calls.desk.parted"
desk: string
}
/**
 * The desk can speak and hear, or cannot.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskLineChanged".
 */
export interface DeskLineChanged {
kind: "calls.desk.line_changed"
desk: string
up: boolean
}
/**
 * A call rings here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskOffered".
 */
export interface DeskOffered {
kind: "calls.desk.offered"
desk: string
call: string
}
/**
 * Takes no calls; `reason` is a code of the catalogue or the person's word.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskPaused".
 */
export interface DeskPaused {
kind: "calls.desk.paused"
desk: string
reason: string
}
/**
 * The desk waits for a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskReady".
 */
export interface DeskReady {
kind: "calls.desk.ready"
desk: string
person: string
person_name: string
languages?: string[]
mode?: (Mode1 | null)
}
/**
 * The silent key was pressed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskRequestedHelp".
 */
export interface DeskRequestedHelp {
kind: "calls.desk.asked_help"
desk: string
mode?: (Mode1 | null)
}
/**
 * One desk as the room shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskRow".
 */
export interface DeskRow {
id: string
stand: AgentState
since: string
person: (string | null)
person_name: (string | null)
call: (string | null)
reason: (string | null)
help_asked_at: (string | null)
joined: (string | null)
line: boolean
}
/**
 * Nobody sits here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskSignedOff".
 */
export interface DeskSignedOff {
kind: "calls.desk.signed_off"
desk: string
}
/**
 * A line of the desk to the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskTextSent".
 */
export interface DeskTextSent {
kind: "calls.call.desk_wrote"
call: string
words: string
}
/**
 * Its person has left the seat without signing off. The next person's line may stand already.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskVacated".
 */
export interface DeskVacated {
kind: "calls.desk.vacated"
desk: string
}
/**
 * The call is over, the work on it is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeskWrapUpStarted".
 */
export interface DeskWrapUpStarted {
kind: "calls.desk.wraps_up"
desk: string
}
/**
 * A phone or a receiver that speaks for one unit. Its token was told once; only the digest is kept.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Device".
 */
export interface Device {
id: string
unit: string
name: string
kind: DeviceKind
added_at: string
added_by: string
revoked_at?: (string | null)
revoked_by?: (string | null)
seen_at?: (string | null)
battery_pct?: (number | null)
}
/**
 * A phone and its token: told this once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DeviceCredentials".
 */
export interface DeviceCredentials {
device: Device
token: string
url: string
link: (string | null)
picture: (string | null)
}
/**
 * Call a number outside about a case, from the actor's desk: a hospital, a utility, a relative.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DialForCase".
 */
export interface DialForCase {
kind: "calls.dial_for_case"
call: string
case: string
number: string
whom: string
}
/**
 * A card as it is being dictated.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DictationRow".
 */
export interface DictationRow {
run: string
case: string
card: string
version: string
digest: string
draft: boolean
language: string
current: (string | null)
said: {
[k: string]: string
}
times: {
[k: string]: number
}
marks: MarkedMoment[]
authorised: string[]
metronome: Metronome1
opened_at: string
closed_at: (string | null)
written: string[]
requests: AuthorisationRequest[]
refusals: StepRefusal[]
breathes: (boolean | null)
breathing_step: (string | null)
stood_at: (string | null)
}
/**
 * What changes in one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Difference".
 */
export interface Difference {
protocol: string
change: Effect
/**
 * @minItems 2
 * @maxItems 2
 */
versions: never[]
endings?: number
lowered?: number
raised?: number
otherwise?: number
/**
 * @minItems 2
 * @maxItems 2
 */
p0_questions?: never[]
examples?: Example[]
}
/**
 * A set of answers that would be decided otherwise, with nothing in it that does not matter to that.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Example".
 */
export interface Example {
change: Effect
answers: {
[k: string]: string
}
before: ProtocolOutcome
after: ProtocolOutcome
endings?: number
}
/**
 * What one version makes of a set of answers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolOutcome".
 */
export interface ProtocolOutcome {
priority: Priority
rules: string[]
dispatch: DispatchTiming
type: (string | null)
send: string[]
say: string[]
told: string[]
}
/**
 * An agency, a centre or a desk as it is from now on; empty `data`: it is removed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DirectoryChanged".
 */
export interface DirectoryChanged {
kind: "identity.directory.changed"
id: string
data: string
before?: string
change: number
by: string
}
/**
 * A file changed the directory.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DirectoryImported".
 */
export interface DirectoryImported {
kind: "identity.import.applied"
record: ImportRecord
}
/**
 * What is kept of one import. `kind` is a `directory_import.core.model.ImportKind`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportRecord".
 */
export interface ImportRecord {
id: string
kind: string
file: string
digest: string
mode?: Mode3
by: string
by_name: string
/**
 * @maxItems 5000
 */
changes: ImportedChange[]
}
/**
 * One entry of the directory that an import made or changed. `before` and `after` are JSON of its columns.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportedChange".
 */
export interface ImportedChange {
id: string
key: string
before?: (string | null)
after: string
}
/**
 * What is proposed is not followed, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DismissSituation".
 */
export interface DismissSituation {
kind: "major.dismiss_situation"
plan: string
reason: string
}
/**
 * What it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DispositionSet".
 */
export interface DispositionSet {
kind: "calls.call.disposed"
call: string
disposition: CallDisposition
}
/**
 * It turns away whoever needs this, or everybody, until that moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DivertHospital".
 */
export interface DivertHospital {
kind: "hospitals.divert"
hospital: string
diversion: string
why: string
by_there: string
until: string
/**
 * @maxItems 14
 */
what?: []|[HospitalCapability]|[HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]|[HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability, HospitalCapability]
}
/**
 * A unit on its way to something milder goes to this task instead. The task that it leaves runs its clock anew at once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DivertUnit".
 */
export interface DivertUnit {
kind: "dispatch.divert_unit"
assignment: string
unit: string
task: string
leaves: string
change: string
reason: string
eta_s?: (number | null)
eta_by?: (string | null)
proposed?: (string | null)
}
/**
 * The document and what it says in its file.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentAnswer".
 */
export interface DocumentAnswer {
path: string
document: ({

} | null)
text: string
comments_lost?: boolean
faults: FieldFault[]
elsewhere: {
[k: string]: OtherWords
}
lines: {
[k: string]: number
}
unread?: string[]
meanwhile?: (Meanwhile | null)
choices?: (DocumentChoices | null)
}
/**
 * What a language would be shown that the document leaves out.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OtherWords".
 */
export interface OtherWords {
words: {
[k: string]: string | string[]
}
reviewed: boolean
}
/**
 * Another release has changed this document since the draft was begun.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Meanwhile".
 */
export interface Meanwhile {
fields: string[]
disputed: string[]
document: {

}
text: string
}
/**
 * By code. The form offers them; what exists is the verifier's to say.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentChoices".
 */
export interface DocumentChoices {
cards: {
[k: string]: {
[k: string]: string
}
}
protocols: {
[k: string]: {
[k: string]: string
}
}
types: {
[k: string]: {
[k: string]: string
}
}
capabilities: {
[k: string]: {
[k: string]: string
}
}
services: {
[k: string]: {
[k: string]: string
}
}
dispositions: {
[k: string]: {
[k: string]: string
}
}
answer_sets: {
[k: string]: AnswerOption[]
}
sources: {
[k: string]: {
[k: string]: string
}
}
notify: string[]
routes: string[]
required: string[]
life_required: string[]
}
/**
 * One document that is not the same in both sets.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentChange".
 */
export interface DocumentChange {
kind: ("card" | "protocol")
id: string
title: {
[k: string]: string
}
digest: (string | null)
/**
 * @minItems 2
 * @maxItems 2
 */
versions: never[]
change: string
decides?: (Difference | null)
asked?: {
[k: string]: {
[k: string]: string
}
}
said?: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
texts?: TextChange[]
texts_in_all?: number
unread?: string[]
}
/**
 * One place of a document that reads otherwise; None where it was not, or is no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextChange".
 */
export interface TextChange {
where: string
before: (string | null)
after: (string | null)
}
/**
 * What an author has changed, and the set on which it was begun.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentDraft".
 */
export interface DocumentDraft {
began?: (string | null)
files?: {
[k: string]: string | null
}
}
/**
 * A document of a draft; with `document`, as a person has it in the form.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DocumentQuestion".
 */
export interface DocumentQuestion {
draft: DocumentDraft
path: string
document?: ({

} | null)
choices?: boolean
}
/**
 * Both proposals side by side, and what differs.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DraftComparison".
 */
export interface DraftComparison {
now: ResponseProposal
draft: ResponseProposal
differences: PlanDifference[]
unanswered: string[]
}
/**
 * What the plan proposes. `unanswered` are services for which this area has no centre to ask; `unregistered` is what
 * nobody can be asked for, because no centre that the plan names for it is registered here: each under the first of them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ResponseProposal".
 */
export interface ResponseProposal {
plan: string
version: string
digest: string
centres: CentreRequest[]
unanswered: string[]
unregistered?: CentreRequest[]
}
/**
 * One call of the day that could be drawn.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawCandidate".
 */
export interface DrawCandidate {
subject: ReviewSubject
shift: string
language: string
}
/**
 * The call that is looked at, copied when it was chosen: a record may not be renamed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewSubject".
 */
export interface ReviewSubject {
call: string
number: number
case: string
mode: Mode1
operator: string
operator_name: string
answered_at: string
priority?: (Priority | null)
}
/**
 * Nobody drives through this area, or only slowly, until that moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawClosure".
 */
export interface DrawClosure {
kind: "closures.draw"
closure: string
/**
 * @minItems 3
 * @maxItems 200
 */
ring: [Point, Point, Point, ...(Point)[]]
reason: ClosureReason
until: string
km_h?: number
words?: string
}
/**
 * Draw from the calls of a day that is over. A day is drawn once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawDay".
 */
export interface DrawDay {
kind: "review.draw_day"
day: string
head_size: number
head_root: string
card: string
sampling: SamplingPlan
/**
 * @maxItems 100000
 */
candidates: DrawCandidate[]
chosen: string[]
}
/**
 * Which calls are looked at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SamplingPlan".
 */
export interface SamplingPlan {
always: MandatoryRule[]
random: DrawQuota
inter_rater: InterRater
}
/**
 * One rule of the card; the other fields are for the rule that asks for them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MandatoryRule".
 */
export interface MandatoryRule {
rule: SamplingRule
priority?: (("P0" | "P1" | "P2" | "P3" | "P4") | null)
protocols?: string[]
calls?: (number | null)
}
/**
 * How many calls of each operator are drawn, and spread over what.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DrawQuota".
 */
export interface DrawQuota {
per_operator_per_month: number
stratified_by: Stratum[]
}
/**
 * How many are reviewed by two, and how far two must agree.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "InterRater".
 */
export interface InterRater {
double_review_percent: number
statistic: "weighted_kappa"
floor: number
}
/**
 * From now on the road's own time counts for this agency.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DropTravelTimeFactor".
 */
export interface DropTravelTimeFactor {
kind: "dispatch.drop_pace"
agency: string
words?: (string | null)
}
/**
 * Somebody telephoned the duty officer, who answered or did not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "DutyOfficerCalled".
 */
export interface DutyOfficerCalled {
kind: "followup.watch.duty_officer_called"
watch: string
reached: boolean
by: string
by_name: string
}
/**
 * An earlier call with the same number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EarlierCall".
 */
export interface EarlierCall {
id: string
number: number
rang_at: string
phone_known_by: (NumberSource | null)
disposition: (CallDisposition | null)
case: (EarlierCase | null)
}
/**
 * The list, newest first; at most `LISTED_MAX` of each kind.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EarlierContacts".
 */
export interface EarlierContacts {
counts: EarlierCounts
number_searched: boolean
shared_number: boolean
near_m: number
calls: EarlierCall[]
cases_here: CaseAtAddress[]
}
/**
 * The quiet line of the desk: how many, each at most `COUNTED_MAX`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EarlierCounts".
 */
export interface EarlierCounts {
calls: number
cases_here: number
open_here: number
}
/**
 * What the desk is told at the ring.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EarlierSummary".
 */
export interface EarlierSummary {
calls: number
cases_here: number
open_here: number
without_sim: boolean
repeated: CallCounts
closed_false: CallCounts
opening: (OfferedOpening | null)
}
/**
 * That a rule of the room has the short opening offered first, and why. The whole opening stays as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferedOpening".
 */
export interface OfferedOpening {
ground: string
by_name: string
expires_at: string
}
/**
 * The caller's page shows steps in easy language from now on, or no longer. The actor says who chose it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EasyReadingSet".
 */
export interface EasyReadingSet {
kind: "calls.call.easy_reading_set"
call: string
easy: boolean
}
/**
 * One MSD. None: not sent, unknown to the vehicle, or not readable; the flags of its message say which.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EcallMsd".
 */
export interface EcallMsd {
version: number
identifier?: (number | null)
automatic?: (boolean | null)
test?: (boolean | null)
position_trusted?: (boolean | null)
vehicle?: (VehicleCategory | null)
vin?: (string | null)
propulsion?: ([]|[Propulsion]|[Propulsion, Propulsion]|[Propulsion, Propulsion, Propulsion]|[Propulsion, Propulsion, Propulsion, Propulsion]|[Propulsion, Propulsion, Propulsion, Propulsion, Propulsion]|[Propulsion, Propulsion, Propulsion, Propulsion, Propulsion, Propulsion]|[Propulsion, Propulsion, Propulsion, Propulsion, Propulsion, Propulsion, Propulsion] | null)
incident_at?: (string | null)
direction_deg?: (number | null)
occupants?: (number | null)
}
/**
 * The caller ends it, before or after an answer; also when their page is gone for good.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndByCaller".
 */
export interface EndByCaller {
kind: "calls.leave"
call: string
lost?: boolean
}
/**
 * Its time has come, by the clock of the server.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndClosure".
 */
export interface EndClosure {
kind: "closures.end"
closure: string
}
/**
 * It takes them again, before the diversion's end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndHospitalDiversion".
 */
export interface EndHospitalDiversion {
kind: "hospitals.take_again"
hospital: string
diversion: string
by_there: string
}
/**
 * There is no joint command any more; its group is free.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndJointCommand".
 */
export interface EndJointCommand {
kind: "radio.end_command"
case: string
}
/**
 * The request of a desk has its answer, which was reported before; `failure` where it has no position.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndLocationRequest".
 */
export interface EndLocationRequest {
kind: "calls.end_location_request"
call: string
failure?: (LocationFailure | null)
}
/**
 * Nobody is on call by it any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndOnCallDuty".
 */
export interface EndOnCallDuty {
kind: "rosters.end_on_call"
duty: string
}
/**
 * It offers nothing any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndOpeningRule".
 */
export interface EndOpeningRule {
kind: "opening_rules.end"
rule: string
}
/**
 * It ends now, with the reason. One that has not begun is cancelled by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndOperation".
 */
export interface EndOperation {
kind: "preventive.end"
operation: string
reason: string
}
/**
 * Who practises alone has done enough.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndPractice".
 */
export interface EndPractice {
kind: "training.end_practice"
training: string
another?: boolean
}
/**
 * It holds no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndPremiseNote".
 */
export interface EndPremiseNote {
kind: "premise_notes.end"
note: string
}
/**
 * The plan rests again, by this act.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndSituation".
 */
export interface EndSituation {
kind: "major.end_situation"
plan: string
act: string
reason: string
}
/**
 * There are hands again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndSurge".
 */
export interface EndSurge {
kind: "followup.end_surge"
}
/**
 * This service's work is over, and how it went. Refused while a unit is still assigned: it is released first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndTask".
 */
export interface EndTask {
kind: "dispatch.end_task"
task: string
outcome: TaskOutcome
words?: (string | null)
}
/**
 * It is over: callers hang up, and trainees read what was true.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndTraining".
 */
export interface EndTraining {
kind: "training.end"
training: string
}
/**
 * One that ends soon or has ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EndingQualification".
 */
export interface EndingQualification {
person: string
name: string
code: string
until: string
ended: boolean
}
/**
 * What crews must know of an address. Without `expires_at` it stands for a year.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EnterPremiseNote".
 */
export interface EnterPremiseNote {
kind: "premise_notes.enter"
note: string
note_kind: PremiseNoteKind
text: string
address: string
municipality?: string
point: Point
detail?: string
radius_m?: number
expires_at?: (string | null)
}
/**
 * A status that came by voice, entered for the crew: who said it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EnterStatus".
 */
export interface EnterStatus {
kind: "dispatch.enter_status"
unit: string
status: UnitStatus
said_by: string
destination?: (string | null)
for_centre?: (string | null)
}
/**
 * A centre without a console said by telephone which unit it sends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EnterUnit".
 */
export interface EnterUnit {
kind: "dispatch.enter_unit"
assignment: string
unit: string
task: string
said_by: string
eta_s?: (number | null)
for_centre?: (string | null)
}
/**
 * A person has seen it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryAcknowledged".
 */
export interface EntryAcknowledged {
kind: "radio.entry.seen"
entry: string
by: string
}
/**
 * It was not applied: kept as it was said, with the reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryNotApplied".
 */
export interface EntryNotApplied {
kind: "radio.entry.kept"
entry: string
verdict: RadioVerdict
}
/**
 * A line: a gateway told it, a person typed it, or a person sent it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EntryWritten".
 */
export interface EntryWritten {
kind: "radio.entry.written"
entry: string
mode: Mode1
kind_of: RadioKind
said_at: string
gateway?: (string | null)
who: string
who_radio?: (string | null)
to: string
to_radio?: (string | null)
group?: (string | null)
unit?: (string | null)
case?: (string | null)
agency?: (string | null)
centre?: (string | null)
shared?: boolean
words?: (string | null)
code?: (number | null)
means?: (StatusMeaning | null)
point?: (Point | null)
by: string
verdict?: (RadioVerdict | null)
sent?: boolean
}
/**
 * Nobody was reached by ringing: somebody of the room tries by hand, by telephone or in writing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalateCallBack".
 */
export interface EscalateCallBack {
kind: "calls.message_caller"
call: string
}
/**
 * Ask the next centre of the plan in place of one that refused or did not answer; or say that no centre is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalateTask".
 */
export interface EscalateTask {
kind: "dispatch.escalate_task"
task: string
next: string
}
/**
 * The timer: it was not answered at this level.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "EscalateWatch".
 */
export interface EscalateWatch {
kind: "followup.escalate_watch"
watch: string
due: string
}
/**
 * The desk did not answer in time: the call returns to its place in the queue, the desk to pause.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExpireOffer".
 */
export interface ExpireOffer {
kind: "calls.lapse_offer"
call: string
desk: string
}
/**
 * Its end has come, by the clock of the server.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExpireOperation".
 */
export interface ExpireOperation {
kind: "preventive.run_out"
operation: string
}
/**
 * Another end, later or sooner but ahead, with the reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtendOperation".
 */
export interface ExtendOperation {
kind: "preventive.extend"
operation: string
ends: string
reason: string
}
/**
 * The proof has grown: ask the same centre for more. It must acknowledge.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtendTask".
 */
export interface ExtendTask {
kind: "dispatch.extend_task"
task: string
change: string
/**
 * @minItems 1
 * @maxItems 40
 */
capabilities: [string, ...(string)[]]
}
/**
 * An extract in the folder of extracts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtractFile".
 */
export interface ExtractFile {
name: string
size_bytes: number
}
/**
 * An upload, and how far it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ExtractUpload".
 */
export interface ExtractUpload {
id: string
name: string
size_bytes: number
modified_ms: number
received_bytes?: number
}
/**
 * One field: its value before and after as JSON; `null` where it had none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FieldChange".
 */
export interface FieldChange {
field: string
before: string
after: string
}
/**
 * Why a file is not applied: the row as a spreadsheet counts it, the column by its heading or letter, a code with facts.
 * 
 * Worded at the edge as `refusal.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileFinding".
 */
export interface FileFinding {
row: number
column: string
code: string
facts?: {
[k: string]: string
}
}
/**
 * Its plan stands in another phase, or has ended: nobody else is sent a message, and it leaves the boards.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileNotification".
 */
export interface FileNotification {
kind: "notifications.file"
notification: string
}
/**
 * The case goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileReopened".
 */
export interface FileReopened {
kind: "archive.case.reopened"
case: string
reason: string
by: string
}
/**
 * From here on what is known late is an addendum.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FileSealed".
 */
export interface FileSealed {
kind: "archive.case.sealed"
case: string
number: number
mode: Mode1
mark: SealMark
by: string
}
/**
 * What was sealed: the index of the bundle, the head of the log it hangs on, and the key that signed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SealMark".
 */
export interface SealMark {
index_digest: string
log_size: number
log_root: string
key: string
bundle?: (string | null)
}
/**
 * Nothing of it is left: no task of its command post is open, every unit is home.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FinishOperation".
 */
export interface FinishOperation {
kind: "preventive.finish"
operation: string
}
/**
 * The timer: the moment `due` has come. Says nothing when the watch has moved meanwhile.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FireWatch".
 */
export interface FireWatch {
kind: "followup.fire_watch"
watch: string
due: string
}
/**
 * The person who follows the link, with a password of their own, and the second one, who is given a first password.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FirstAdministrators".
 */
export interface FirstAdministrators {
secret: string
language: string
first: NewAdministrator
password: string
second: NewAdministrator
}
/**
 * Who administers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewAdministrator".
 */
export interface NewAdministrator {
login: string
name: string
}
/**
 * The first password of somebody new, told this once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FirstPassword".
 */
export interface FirstPassword {
login: string
password: string
}
/**
 * A desk, a centre or a unit: who is concerned by a watch, who gets a message. Exactly one is set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FollowupParty".
 */
export interface FollowupParty {
desk?: (string | null)
centre?: (string | null)
unit?: (string | null)
}
/**
 * What one status code of an agency's radios means, as it is typed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FormCode".
 */
export interface FormCode {
agency: string
code: number
means: StatusMeaning
}
/**
 * A talk group as it is typed. `agency` is empty where it is of none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FormGroup".
 */
export interface FormGroup {
gssi: string
name: string
use?: TalkGroupUse
agency?: string
}
/**
 * A line of the results. `hidden`: reserved, and not for this reader; then only that it is there is told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FoundCase".
 */
export interface FoundCase {
id: string
number: (number | null)
mode: Mode1
state: string
opened_at: string
closed_at: (string | null)
sealed_at: (string | null)
priority: Priority
provisional: boolean
type: (string | null)
place: (string | null)
municipality: (string | null)
summary: (string | null)
disposition: (string | null)
reserved: boolean
hidden?: boolean
}
/**
 * A number that the network asserts, or a telephone without one, of which many calls were closed as false.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FrequentCaller".
 */
export interface FrequentCaller {
phone: (string | null)
imei: (string | null)
closed_false: CallCounts
}
/**
 * Who rings often, those with most calls closed as false in 30 days first; at most `FREQUENT_MAX`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "FrequentCallers".
 */
export interface FrequentCallers {
callers: FrequentCaller[]
without_sim: CallCounts
}
/**
 * A link for the caller's phone that brings position, photo and words into this very call, for a while.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GiveLink".
 */
export interface GiveLink {
kind: "calls.give_link"
call: string
}
/**
 * The second person agrees.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantConfirmed".
 */
export interface GrantConfirmed {
kind: "identity.grant.confirmed"
grant: string
by: string
by_name: string
}
/**
 * The second person does not agree.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantRefused".
 */
export interface GrantRefused {
kind: "identity.grant.refused"
grant: string
by: string
by_name: string
}
/**
 * Roles are asked for, and wait for the second person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantRequested".
 */
export interface GrantRequested {
kind: "identity.grant.requested"
grant: string
person: string
name: string
login: string
roles: string[]
by: string
by_name: string
}
/**
 * Roles that wait for a second person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantRow".
 */
export interface GrantRow {
id: string
person: string
name: string
login: string
roles: string[]
by: string
by_name: string
at: string
}
/**
 * The person at the desk, or a supervisor, lets somebody who asked sit down.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantSeatRequest".
 */
export interface GrantSeatRequest {
kind: "identity.give_seat"
desk: string
to: string
}
/**
 * It is not asked for any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GrantWithdrawn".
 */
export interface GrantWithdrawn {
kind: "identity.grant.withdrawn"
grant: string
}
/**
 * This task speaks here from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "GroupAssigned".
 */
export interface GroupAssigned {
kind: "radio.net.group_given"
case: string
mode: Mode1
task: string
agency: string
gssi: string
name: string
why: GroupReason
by: string
before?: (string | null)
}
/**
 * The next person has it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverAccepted".
 */
export interface HandoverAccepted {
kind: "followup.handover.accepted"
handover: string
by: string
by_name: string
refused?: string[]
}
/**
 * A desk waits for its next person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverOffered".
 */
export interface HandoverOffered {
kind: "followup.handover.offered"
handover: string
desk: string
mode: Mode1
by: string
by_name: string
to?: (string | null)
items?: OpenItem[]
words?: (string | null)
}
/**
 * Something that is not finished, and what the next person must know of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenItem".
 */
export interface OpenItem {
subject: string
words?: (string | null)
waits?: (string | null)
}
/**
 * One desk that changes hands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverRow".
 */
export interface HandoverRow {
id: string
desk: string
mode: Mode1
state: HandoverState
by: string
by_name: string
offered_at: string
to: (string | null)
items: OpenItem[]
words: (string | null)
accepted_at: (string | null)
accepted_by_name: (string | null)
refused: string[]
}
/**
 * The person stayed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HandoverWithdrawn".
 */
export interface HandoverWithdrawn {
kind: "followup.handover.withdrawn"
handover: string
}
/**
 * The desk ends the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HangUp".
 */
export interface HangUp {
kind: "calls.hang_up"
call: string
}
/**
 * End it, or stop ringing: its desk, the person who made it, or the room lead.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HangUpOutgoing".
 */
export interface HangUpOutgoing {
kind: "calls.hang_up_outgoing"
call: string
}
/**
 * How far, in metres; None is *not known here*, never nought.
 * 
 * `isolation_m` is a radius all round; `day_m` and `night_m` reach downwind from the place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazardDistances".
 */
export interface HazardDistances2 {
isolation_m?: (number | null)
day_m?: (number | null)
night_m?: (number | null)
}
/**
 * A hazard at the place of the case was written down.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazardNoted".
 */
export interface HazardNoted {
kind: "cases.case.hazard_noted"
case: string
hazard: Hazard
}
/**
 * Dangerous goods, with what the tables said; `before` is the plate that it corrects and stays visible, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HazmatReported".
 */
export interface HazmatReported {
kind: "cases.case.goods_stated"
case: string
goods: CaseHazmat
by: string
plate: string
replaces?: (string | null)
correction?: boolean
before?: (string | null)
}
/**
 * Somebody tells of the other carriageway. The place stays as it was, and says so until a person answers it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HeadingDisputed".
 */
export interface HeadingDisputed {
kind: "cases.case.heading_disputed"
case: string
warning: PlaceWarning
}
/**
 * Somebody listens to the recording of a call for a case, as `HearRecording` says of a caller's call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HearOutgoingRecording".
 */
export interface HearOutgoingRecording {
kind: "calls.hear_outgoing_recording"
call: string
digest: string
reason?: (string | null)
}
/**
 * Somebody listens to a recording: who answered the call, within a day; others by permission, and with a reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HearRecording".
 */
export interface HearRecording {
kind: "calls.hear_recording"
call: string
digest: string
reason?: (string | null)
}
/**
 * What somebody holds, from the first day to the last; both count.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HeldQualification".
 */
export interface HeldQualification {
code: string
since: string
until?: (string | null)
}
/**
 * What the caller may be told of help, and no more than is true.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HelpRow".
 */
export interface HelpRow {
help: ("none" | "on_its_way" | "over" | "sending")
quiet: boolean
}
/**
 * Help was sent; `acknowledged` once a crew has said so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HelpSentMarked".
 */
export interface HelpSentMarked {
kind: "cases.case.help_marked"
case: string
acknowledged?: boolean
}
/**
 * The caller waits, and is told so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Hold".
 */
export interface Hold {
kind: "calls.hold"
call: string
}
/**
 * A place where patients can be handed over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalAdded".
 */
export interface HospitalAdded {
kind: "hospitals.hospital.added"
hospital: string
mode: Mode1
name: string
place: Point
phone: (string | null)
facility: (string | null)
can: HospitalCapability[]
}
/**
 * A hospital knows of this scene, and how many of each colour are meant for it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalAlerted".
 */
export interface HospitalAlerted {
kind: "major.scene.hospital_alerted"
case: string
mode: Mode1
hospital: string
name: string
share: {
[k: string]: number
}
by_there: string
entered_by: string
words?: (string | null)
}
/**
 * Its fixed data from now on, whole. Without `place`, as earlier versions wrote it, it is where it was.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalChanged".
 */
export interface HospitalChanged {
kind: "hospitals.hospital.changed"
hospital: string
name: string
place?: (Point | null)
phone: (string | null)
can: HospitalCapability[]
}
/**
 * Whom it turns away, and until when. Empty `what` is everybody.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalDiversion".
 */
export interface HospitalDiversion {
id: string
what: HospitalCapability[]
why: string
since: string
until: string
by_there: string
entered_by: string
}
/**
 * A diversion is over before its end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalDiversionEnded".
 */
export interface HospitalDiversionEnded {
kind: "hospitals.hospital.takes_again"
hospital: string
diversion: string
by_there: string
entered_by: string
}
/**
 * Whom it turns away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalDiverted".
 */
export interface HospitalDiverted {
kind: "hospitals.hospital.diverted"
hospital: string
diversion: string
what: HospitalCapability[]
why: string
until: string
by_there: string
entered_by: string
}
/**
 * The fixed data of a hospital.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRecord".
 */
export interface HospitalRecord {
id: string
mode: Mode1
name: string
place: Point
phone: (string | null)
can: HospitalCapability[]
}
/**
 * The hospitals there are, by name, and the abilities that one can have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRegister".
 */
export interface HospitalRegister {
hospitals: HospitalRecord[]
abilities: HospitalCapability[]
}
/**
 * Nobody is taken there any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRetired".
 */
export interface HospitalRetired {
kind: "hospitals.hospital.retired"
hospital: string
}
/**
 * One hospital in a list. How old a word is, and whether a diversion still stands, the screen's clock says.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalRow".
 */
export interface HospitalRow {
id: string
mode: Mode1
name: string
place: Point
phone: (string | null)
can: HospitalCapability[]
capacity: {
[k: string]: DeclaredCapacity
}
diversions: HospitalDiversion[]
}
/**
 * A hospital was told.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalWarned".
 */
export interface HospitalWarned {
kind: "dispatch.patient.hospital_warned"
patient: string
hospital: string
by: string
to?: (string | null)
shown?: ShownHospital[]
overridden?: boolean
words?: (string | null)
}
/**
 * One hospital as it was proposed: what the person who chose knew when they decided.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShownHospital".
 */
export interface ShownHospital {
hospital: string
name: string
travel_s?: (number | null)
by?: (string | null)
left?: (number | null)
aside?: (string | null)
}
/**
 * And it knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "HospitalWarningAcknowledged".
 */
export interface HospitalWarningAcknowledged {
kind: "dispatch.patient.hospital_acknowledged"
patient: string
by: string
}
/**
 * Who is calling, as far as they say. What is left out stays as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "IdentifyCaller".
 */
export interface IdentifyCaller {
kind: "calls.identify"
call: string
caller_name?: (string | null)
phone?: (string | null)
language?: (string | null)
at_place?: (boolean | null)
call_back?: (CallBackPolicy | null)
}
/**
 * The newest fix of a unit that was not believed, where no good one has come since.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImplausibleFix".
 */
export interface ImplausibleFix {
unit: string
verdict: FixVerdict
facts: {
[k: string]: string
}
point: (Point | null)
at: string
received_at: string
device: (string | null)
}
/**
 * The import that made a change, or that was taken back by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportOfChange".
 */
export interface ImportOfChange {
file: string
taken_back?: boolean
}
/**
 * What a file would change. With a finding it changes nothing; `refused` counts the rows that have one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportPreview".
 */
export interface ImportPreview {
new: number
changed: number
unchanged: number
refused: number
findings: FileFinding[]
entries: PreviewedEntry[]
}
/**
 * A row of the preview; `fields`: the columns that differ.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PreviewedEntry".
 */
export interface PreviewedEntry {
row: number
key: string
change: EntryChange
fields: string[]
}
/**
 * Every entry is again as it was before the import.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ImportTakenBack".
 */
export interface ImportTakenBack {
kind: "identity.import.taken_back"
id: string
by: string
by_name: string
}
/**
 * An incident happens; its callers ring under these ids.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "IncidentBegun".
 */
export interface IncidentBegun {
kind: "training.incident.begun"
training: string
nth: number
incident_kind: string
place: (PracticePlace | null)
calls: string[]
repeats: boolean
}
/**
 * What one trainee did in one incident; no row for an incident in which they did nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "IncidentScore".
 */
export interface IncidentScore {
person: string
incident: number
times: MeasuredTime[]
commands: number
}
/**
 * One time of one trainee.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MeasuredTime".
 */
export interface MeasuredTime {
measure: PracticeMeasure
at: string
seconds: number
target_s: number
met: boolean
}
/**
 * All interviews that began in a span of time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "InterviewFigures".
 */
export interface InterviewFigures {
since: string
until: string
interviews: number
protocols: ProtocolFigures[]
}
/**
 * One protocol, in whatever versions it was held.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolFigures".
 */
export interface ProtocolFigures {
protocol: string
interviews: number
undecided: number
abandoned: number
rules: RuleFigures[]
questions: QuestionFigures[]
}
/**
 * One rule of one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RuleFigures".
 */
export interface RuleFigures {
rule: string
decided: number
overridden: number
}
/**
 * One question of one protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QuestionFigures".
 */
export interface QuestionFigures {
question: string
asked: number
unknown: number
again: number
median_s: number
p90_s: number
}
/**
 * One thing that is looked at. `auto` says what the log is asked of it; None: only an ear can tell.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Item".
 */
export interface Item {
id: string
words: {
[k: string]: string
}
auto?: (string | null)
}
/**
 * One item was looked at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ItemScored".
 */
export interface ItemScored {
kind: "review.review.item_scored"
review: string
score: ItemScore
}
/**
 * This call tells of that case: it was opened of the call, or the call was linked (`cases.link_call`).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JoinCase".
 */
export interface JoinCase {
kind: "calls.join_case"
call: string
case: string
}
/**
 * A later call of the same person takes the place of an unanswered one: one person is waiting, not two.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JoinRetry".
 */
export interface JoinRetry {
kind: "calls.join_retry"
call: string
by: string
}
/**
 * The joint command is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JointCommandEnded".
 */
export interface JointCommandEnded {
kind: "radio.net.command_ended"
case: string
name: string
by: string
}
/**
 * The joint command speaks here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "JointCommandSetUp".
 */
export interface JointCommandSetUp {
kind: "radio.net.command_set_up"
case: string
mode: Mode1
gssi: string
name: string
why: GroupReason
by: string
before?: (string | null)
}
/**
 * By Auxilio itself: the track of a finished assignment is stored with its case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepAssignmentTrack".
 */
export interface KeepAssignmentTrack {
kind: "dispatch.keep_track"
assignment: string
track: AssignmentTrack
}
/**
 * The caller has typed this and not finished it: it is kept, in case nothing follows (decision 0188).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepCallerDraft".
 */
export interface KeepCallerDraft {
kind: "calls.keep_caller_typed"
call: string
line: string
words: string
}
/**
 * The same of the desk: the caller has read it as it was typed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepDeskDraft".
 */
export interface KeepDeskDraft {
kind: "calls.keep_desk_typed"
call: string
line: string
words: string
}
/**
 * What was heard is durable under its digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepRecording".
 */
export interface KeepRecording {
kind: "calls.keep_recording"
call: string
recording: CallRecording
}
/**
 * The promise was kept; `by` is the kind of the fact that says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeepWatch".
 */
export interface KeepWatch {
kind: "followup.keep_watch"
watch: string
by: string
}
/**
 * The keys of cases, encrypted with the passphrase.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyCopy".
 */
export interface KeyCopy {
name: string
file: string
count: number
}
/**
 * A file with a key; never what is in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyFile".
 */
export interface KeyFile {
name: string
kind: KeyKind
made_at: string
in_use: boolean
}
/**
 * A key of the caller's telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeyPressed".
 */
export interface KeyPressed {
kind: "calls.call.key_pressed"
call: string
key: string
pressed_at: string
}
/**
 * No recording, photograph or track of the case can be read any more. Its facts, and the digests in them, stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeysDestroyed".
 */
export interface KeysDestroyed {
kind: "archive.case.keys_destroyed"
case: string
reason: string
by: string
owners: string[]
}
/**
 * Which keys there are, and when those of cases were copied.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "KeysView".
 */
export interface KeysView {
folder: string
files: KeyFile[]
case_keys: number
copied: (MaintenanceRecord | null)
}
/**
 * The sentences of one language, by number, and the words of answers, by code.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LanguagePhrases".
 */
export interface LanguagePhrases {
language: string
sentences: {
[k: string]: PhraseText
}
words: {
[k: string]: PhraseText
}
read_by?: (PhraseReader | null)
}
/**
 * One sentence or word. `read`: how a Spanish reader says it aloud; None where the spelling does.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PhraseText".
 */
export interface PhraseText {
say: string
read?: (string | null)
}
/**
 * Who speaks the language and has read its sentences, and when.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PhraseReader".
 */
export interface PhraseReader {
name: string
date: string
}
/**
 * What the runs of an agency say: driven time over the time by the road, of those that can be compared.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LearntFactor".
 */
export interface LearntFactor {
runs: number
left_out: number
median?: (number | null)
quarter?: (number | null)
three_quarters?: (number | null)
factor?: (number | null)
since: string
until: string
}
/**
 * Unlinked from `case` (`cases.unlink_call`); a call that tells of another by now stays there. Nothing said is lost.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveCase".
 */
export interface LeaveCase {
kind: "calls.leave_case"
call: string
case: string
}
/**
 * The person at a desk signs out, or is signed out.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveSeat".
 */
export interface LeaveSeat {
kind: "identity.leave_seat"
desk: string
person: string
}
/**
 * The crew says that it goes back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LeaveStandBy".
 */
export interface LeaveStandBy {
kind: "dispatch.leave_stand_by"
unit: string
}
/**
 * It goes to the command post of an operation: at once when it is free, else when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LendUnit".
 */
export interface LendUnit {
kind: "dispatch.lend_unit"
unit: string
operation: string
name: string
post: string
lender: string
}
/**
 * The roads are open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LiftClosure".
 */
export interface LiftClosure {
kind: "closures.lift"
closure: string
}
/**
 * Another call tells of this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkCall".
 */
export interface LinkCall {
kind: "cases.link_call"
case: string
call: string
}
/**
 * From here on the radio is heard.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkCameUp".
 */
export interface LinkCameUp {
kind: "radio.link.came_up"
gateway: string
mode: Mode1
}
/**
 * A desk asked for a link that speaks for this call until then. The link itself is no fact: it is a key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkGiven".
 */
export interface LinkGiven {
kind: "calls.call.link_given"
call: string
until: string
}
/**
 * From here on it is not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkLost".
 */
export interface LinkLost {
kind: "radio.link.lost"
gateway: string
mode: Mode1
why: string
}
/**
 * So many messages the bridge could not keep for us while we were away. What they said nobody knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkMessagesMissed".
 */
export interface LinkMessagesMissed {
kind: "radio.link.missed"
gateway: string
mode: Mode1
count: number
}
/**
 * The line to one gateway.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LinkRow".
 */
export interface LinkRow {
id: string
mode: Mode1
up: boolean
since: string
why: (string | null)
missed: number
}
/**
 * A rule in the list of the room.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ListedOpeningRule".
 */
export interface ListedOpeningRule {
id: string
scope: OpeningRuleScope
subject: string
ground: string
by_name: string
set_at: string
expires_at: string
}
/**
 * A note in the list of its owner: where it is and until when. Its words are read by opening it, which is an event.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ListedPremiseNote".
 */
export interface ListedPremiseNote {
id: string
kind: PremiseNoteKind
address: string
municipality: string
detail: string
expires_at: string
changed_at: string
by_name: string
}
/**
 * One unit that was asked for, or given.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Loan".
 */
export interface Loan {
unit: string
callsign: string
lender: string
state: LoanState
by_name: string
at: string
answered_by?: (string | null)
words?: string
back?: (RecallRequest | null)
}
/**
 * Its own centre wants it back before the end; a person at the command post answers.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecallRequest".
 */
export interface RecallRequest {
by_name: string
at: string
words?: string
refused_by?: (string | null)
refused_words?: string
}
/**
 * Its centre lends it for the time of the operation, asked or unasked.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanAgreed".
 */
export interface LoanAgreed {
kind: "preventive.operation.loan_agreed"
operation: string
unit: string
callsign: string
lender: string
by_name: string
words?: string
}
/**
 * Its centre keeps it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanDeclined".
 */
export interface LoanDeclined {
kind: "preventive.operation.loan_declined"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * It goes home before the end, or is not wanted any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoanEnded".
 */
export interface LoanEnded {
kind: "preventive.operation.loan_over"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * Say where help must go. After it was agreed, a change is a correction and is told to everybody concerned.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocateCase".
 */
export interface LocateCase {
kind: "cases.locate"
case: string
location: Location
correction?: boolean
}
/**
 * A message about a device's place as it arrived, whether or not a fix could be read from it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationMessage".
 */
export interface LocationMessage {
id: string
source: PositionSource
received_at: string
/**
 * @maxItems 64
 */
flags?: string[]
raw: string
}
/**
 * What arrived about the device's place, as it came. A fix that was new is told by `PositionReported`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationMessageReceived".
 */
export interface LocationMessageReceived {
kind: "calls.call.location_message_received"
call: string
message: LocationMessage
}
/**
 * A location server gave no position for this call; its desk sees which one, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationNotObtained".
 */
export interface LocationNotObtained {
kind: "calls.call.location_not_obtained"
call: string
failure: LocationFailure
}
/**
 * The request has its answer; `failure` where that has no position.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationRequestEnded".
 */
export interface LocationRequestEnded {
kind: "calls.call.location_request_ended"
call: string
failure?: (LocationFailure | null)
}
/**
 * A desk asked where the telephone is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationRequested".
 */
export interface LocationRequested {
kind: "calls.call.location_requested"
call: string
}
/**
 * Nothing was taken of what this sender sent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationSenderRejected".
 */
export interface LocationSenderRejected {
kind: "calls.location_sender.rejected"
sender: string
code: string
}
/**
 * Whether this centre can ask the network where a telephone is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LocationServerUse".
 */
export interface LocationServerUse {
asked: boolean
}
/**
 * An attempt to reach an unanswered caller: reached or not, it is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LogCallBackAttempt".
 */
export interface LogCallBackAttempt {
kind: "calls.try_call_back"
call: string
reached: boolean
}
/**
 * An operator enters a call taken on another line; it is answered from its first moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LogManualCall".
 */
export interface LogManualCall {
kind: "calls.record"
call: string
phone?: (string | null)
caller_name?: (string | null)
language?: (string | null)
line?: (string | null)
}
/**
 * Who called whom, and the words, as a person heard it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LogRadioCall".
 */
export interface LogRadioCall {
kind: "radio.note_call"
entry: string
who: string
words: string
to?: (string | null)
unit?: (string | null)
case?: (string | null)
group?: (string | null)
}
/**
 * The desk's line is gone in the middle of a call: the caller returns to the head of the queue, the desk to pause.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "LoseDeskLine".
 */
export interface LoseDeskLine {
kind: "calls.lose_desk"
call: string
desk: string
}
/**
 * The report is on its way. The password is in this answer alone: it is told by telephone, and nothing keeps it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MailedReport".
 */
export interface MailedReport {
mail: string
password: string
}
/**
 * Help was sent, or acknowledged by a crew (workflows/coordination.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkHelpSent".
 */
export interface MarkHelpSent {
kind: "cases.mark_help"
case: string
acknowledged?: boolean
}
/**
 * Keep a moment that counts, or note that the caller is unwilling.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkMoment".
 */
export interface MarkMoment {
kind: "instructions.mark"
run: string
mark: string
}
/**
 * The file of this case is sealed (workflows/case_closing.py).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkSealed".
 */
export interface MarkSealed {
kind: "cases.mark_sealed"
case: string
}
/**
 * What the session opened is closed, or `left_open` of it could not be.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MarkTrainingClosed".
 */
export interface MarkTrainingClosed {
kind: "training.mark_closed"
training: string
left_open?: number
}
/**
 * This case is the same as another: its calls go there, its own story stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MergeCase".
 */
export interface MergeCase {
kind: "cases.merge"
case: string
into: string
}
/**
 * They stand under another case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageMoved".
 */
export interface MessageMoved {
kind: "followup.message.moved"
message: string
case: string
}
/**
 * Somebody has read them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageRead".
 */
export interface MessageRead {
kind: "followup.message.read"
message: string
by: string
by_name: string
party?: (FollowupParty | null)
}
/**
 * One message of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageRow".
 */
export interface MessageRow {
id: string
case: string
mode: Mode1
by: string
by_name: string
sender: (FollowupParty | null)
to: FollowupParty[]
words: string
sent_at: string
read: ReadReceipt[]
hidden: boolean
}
/**
 * One reader of a message.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadReceipt".
 */
export interface ReadReceipt {
person: string
name: string
at: string
party?: (FollowupParty | null)
}
/**
 * Words went to these.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageSent".
 */
export interface MessageSent {
kind: "followup.message.sent"
message: string
case: string
mode: Mode1
by: string
by_name: string
sender: (FollowupParty | null)
to: FollowupParty[]
words: string
}
/**
 * A test message to this address or number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageTrialAsk".
 */
export interface MessageTrialAsk {
way: TrialWay
to: string
language: string
}
/**
 * What became of a test message, and why it failed: a code of the way out.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessageTrialReport".
 */
export interface MessageTrialReport {
state: TrialState
code?: string
}
/**
 * Settings by name, as they are written; empty: none. One that is not named stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessagingChange".
 */
export interface MessagingChange {
values: {
[k: string]: string
}
}
/**
 * `saved` is what the processes have at their next start, `in_force` what they have now: settings by name.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MessagingView".
 */
export interface MessagingView {
saved: {
[k: string]: string
}
in_force: {
[k: string]: string
}
given_elsewhere: string[]
secrets: SecretName[]
aml_keys: string[]
push_key: boolean
trials: boolean
}
/**
 * A letter as it stands: the newest that was said of it, and what it replaced.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MethaneStatement".
 */
export interface MethaneStatement {
value: MethaneValue
at: string
by: string
given_by: (string | null)
report: number
before?: (MethaneValue | null)
before_at?: (string | null)
}
/**
 * What one letter says. `declared` belongs to the first, `number` and `how` to the casualties, words to all but the first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MethaneValue".
 */
export interface MethaneValue {
source: MethaneSource
words?: string
declared?: (MajorDeclaration | null)
number?: (Casualties | null)
how?: (CountBasis | null)
}
/**
 * Who hears the beat from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MetronomeSet".
 */
export interface MetronomeSet {
kind: "instructions.metronome.set"
run: string
metronome: Metronome1
by: string
}
/**
 * A fact that a finding was computed from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Moment".
 */
export interface Moment {
event: string
at: string
}
/**
 * A moment that counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MomentMarked".
 */
export interface MomentMarked {
kind: "instructions.moment.marked"
run: string
mark: string
next: (string | null)
by: string
}
/**
 * A supervisor listens, whispers to the desk, or joins; said again with another way, it changes to that.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MonitorCall".
 */
export interface MonitorCall {
kind: "calls.listen"
call: string
way: MonitoringMode
}
/**
 * The supervisor does not listen, whisper or take part any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MonitoringEnded".
 */
export interface MonitoringEnded {
kind: "calls.call.listener_left"
call: string
desk: string
person_name: string
}
/**
 * Somebody of the room listens, whispers or joins. The desk sees it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MonitoringStarted".
 */
export interface MonitoringStarted {
kind: "calls.call.listener_came"
call: string
desk: string
person: string
person_name: string
way: MonitoringMode
}
/**
 * Whom these words are for works on another case now. Says nothing once somebody has read them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveMessage".
 */
export interface MoveMessage {
kind: "followup.move_message"
message: string
case: string
}
/**
 * This patient is of `case`, and goes to the case in which that one lives on; with `left` as `MoveTask` has it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MovePatient".
 */
export interface MovePatient {
kind: "dispatch.move_patient"
patient: string
case: string
left?: (string | null)
}
/**
 * This task is of `case`: with its crews it goes to the case in which that one lives on.
 * 
 * With `left` only as long as it is still there: what was parted meanwhile stays where it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveTask".
 */
export interface MoveTask {
kind: "dispatch.move_task"
task: string
case: string
left?: (string | null)
}
/**
 * What is waited for is of another case now, or of another desk; `to` are those who are concerned by it there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MoveWatch".
 */
export interface MoveWatch {
kind: "followup.move_watch"
watch: string
case: string
/**
 * @maxItems 50
 */
to?: FollowupParty[]
}
/**
 * The vehicle was asked for its data and sent none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MsdNotSent".
 */
export interface MsdNotSent {
kind: "calls.call.msd_not_sent"
call: string
failure: MsdFailure
}
/**
 * A vehicle has sent its minimum set of data. What arrived stands in `LocationMessageReceived` before it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MsdReceived".
 */
export interface MsdReceived {
kind: "calls.call.msd_received"
call: string
message: string
received_at: string
/**
 * @maxItems 64
 */
flags?: string[]
msd: (EcallMsd | null)
by_sip?: boolean
}
/**
 * The vehicle is asked for its data again; the exchange sends the question.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MsdRequested".
 */
export interface MsdRequested {
kind: "calls.call.msd_requested"
call: string
}
/**
 * Their own call as the caller's page shows it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "MyCallRow".
 */
export interface MyCallRow {
id: string
state: CallState
answered_at: (string | null)
ended_at: (string | null)
located: boolean
lines: number
quiet: boolean
voice_fails: boolean
easy: (boolean | null)
}
/**
 * The reserved case is open to this person too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamePerson".
 */
export interface NamePerson {
kind: "cases.name_person"
case: string
person: string
}
/**
 * Work brings these persons to a reserved case: a task at their centre, a caller on their line.
 * 
 * Who was removed from its list by a person stays off it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NameWorkers".
 */
export interface NameWorkers {
kind: "cases.name_for_work"
case: string
/**
 * @maxItems 200
 */
people: NamedPerson[]
}
/**
 * An agency as the form offers it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NamedAgency".
 */
export interface NamedAgency {
id: string
name: string
}
/**
 * Where everybody who works on one case speaks. Its `id` is the case's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NetRow".
 */
export interface NetRow {
id: string
case: string
mode: Mode1
tasks: {
[k: string]: GroupAssignment
}
command: (GroupAssignment | null)
}
/**
 * A key of a sender of AML. `secret`: one that the sender chose; empty: a new one is made.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewAmlKey".
 */
export interface NewAmlKey {
name: string
secret?: string
}
/**
 * A secret, told this once. `needs_confirmation`: a second person must confirm it before it works.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewApiKey".
 */
export interface NewApiKey {
key: string
token: string
needs_confirmation: boolean
}
/**
 * A file that is going to be sent in pieces. Name, size and date say whether it is one that broke off.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewExtractUpload".
 */
export interface NewExtractUpload {
name: string
size_bytes: number
modified_ms: number
}
/**
 * A secret as it was given. It is shown nowhere.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewSecret".
 */
export interface NewSecret {
secret: string
}
/**
 * One line that everybody at work should know: a closed road, a helicopter that cannot fly.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "News".
 */
export interface News {
id: string
at: string
by_name: string
words: string
}
/**
 * A line of the shift.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewsPosted".
 */
export interface NewsPosted {
kind: "followup.room.news_posted"
room: string
mode: Mode1
news: string
by_name: string
words: string
}
/**
 * That line holds no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NewsWithdrawn".
 */
export interface NewsWithdrawn {
kind: "followup.room.news_withdrawn"
room: string
mode: Mode1
news: string
}
/**
 * Words for everybody who works on this case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteCase".
 */
export interface NoteCase {
kind: "cases.note"
case: string
words: string
}
/**
 * What a file would enter.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteFilePreview".
 */
export interface NoteFilePreview {
notes: NoteOfFile[]
refused: number
findings: FileFinding[]
}
/**
 * A row that can be entered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteOfFile".
 */
export interface NoteOfFile {
row: number
note: string
known: boolean
note_kind: PremiseNoteKind
text: string
address: string
municipality: string
detail: string
radius_m: number
expires_at: string
point: Point
}
/**
 * What may hurt those who go there: told at once to every centre and crew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoteHazard".
 */
export interface NoteHazard {
kind: "cases.note_hazard"
case: string
hazard: Hazard
}
/**
 * One try to give a notice: whom, by whom, whether they were reached, and what was said.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoticeAttempt".
 */
export interface NoticeAttempt {
whom: string
reached: boolean
at: string
by_name: string
words?: (string | null)
}
/**
 * Somebody telephoned about a notice, and reached whom they called or did not. `again_at`: when it rings again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoticeAttempted".
 */
export interface NoticeAttempted {
kind: "followup.watch.notice_attempted"
watch: string
notice: string
whom: string
reached: boolean
by: string
by_name: string
words?: (string | null)
again_at?: (string | null)
}
/**
 * Something asks for a notice again, or nothing does any more. It stays until it is given or a person ends it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NoticeReviewed".
 */
export interface NoticeReviewed {
kind: "followup.watch.notice_reviewed"
watch: string
notice: string
stands: boolean
since: Cursor
}
/**
 * A person of the table knows. `by_name`: who says so, for one that a page reports.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationAcknowledged".
 */
export interface NotificationAcknowledged {
kind: "notifications.notification.acknowledged"
notification: string
how: AcknowledgedHow
name: string
by_name: string
}
/**
 * One message.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationAttemptRow".
 */
export interface NotificationAttemptRow {
contact: number
way: NotificationWay
at: string
state: AttemptState
code: string
}
/**
 * A message to one person by one way, put into the outbox; `held`: of a mode of which nothing leaves.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationAttempted".
 */
export interface NotificationAttempted {
kind: "notifications.notification.attempted"
notification: string
message: string
contact: number
name: string
way: NotificationWay
held: boolean
until: string
}
/**
 * Nobody is left to be tried: the room is alarmed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationExhausted".
 */
export interface NotificationExhausted {
kind: "notifications.notification.exhausted"
notification: string
function: OnCallFunction
notice: (string | null)
}
/**
 * What the message tells of the case or of the plan, as it was when it was asked for. Of a reserved case its number alone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationFacts".
 */
export interface NotificationFacts {
number: (number | null)
type?: (string | null)
place?: (string | null)
reserved?: boolean
plan?: (NotifiedPlan | null)
}
/**
 * Where a civil protection plan stands, as its party is told. Names are the plan's own, by language.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotifiedPlan".
 */
export interface NotifiedPlan {
plan: string
name: {
[k: string]: string
}
phase: {
[k: string]: string
}
party: {
[k: string]: string
}
area: string
}
/**
 * Its plan stands in another phase, or has ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationFiled".
 */
export interface NotificationFiled {
kind: "notifications.notification.filed"
notification: string
}
/**
 * They are told again, from the first; whom the table named at that moment, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationRepeated".
 */
export interface NotificationRepeated {
kind: "notifications.notification.repeated"
notification: string
function: OnCallFunction
notice: (string | null)
contacts: NotifiedContact[]
words: (string | null)
by_name: string
}
/**
 * A person of the table of people on call, with the ways that reach them, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotifiedContact".
 */
export interface NotifiedContact {
name: string
phone: string
ways: NotificationWay[]
language: string
email?: (string | null)
}
/**
 * Somebody on call must be told; whom the table named at that moment, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationRequested".
 */
export interface NotificationRequested {
kind: "notifications.notification.requested"
notification: string
case: (string | null)
situation?: (string | null)
mode: Mode1
function: OnCallFunction
notice: (string | null)
watch: (string | null)
centre?: (string | null)
facts: NotificationFacts
words: (string | null)
reply: string
contacts: NotifiedContact[]
by_name: string
}
/**
 * One notification of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationRow".
 */
export interface NotificationRow {
id: string
case: (string | null)
situation: (string | null)
party: ({
[k: string]: string
} | null)
mode: Mode1
state: NotificationState
function: OnCallFunction
notice: (string | null)
watch: (string | null)
centre: (string | null)
words: (string | null)
contacts: string[]
attempts: NotificationAttemptRow[]
by_name: string
asked_at: string
due: (string | null)
over_at: (string | null)
over_by: (string | null)
how: (AcknowledgedHow | null)
acknowledged_by: (string | null)
}
/**
 * It is not needed any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotificationStopped".
 */
export interface NotificationStopped {
kind: "notifications.notification.stopped"
notification: string
by_name: string
}
/**
 * Told by telephone: to whom, and what they read back. Counts as accepted, unless they said no.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NotifyTaskByPhone".
 */
export interface NotifyTaskByPhone {
kind: "dispatch.tell_task"
task: string
to: string
read_back: string
refused?: (RefusalReason | null)
}
/**
 * The call that people mean by a number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "NumberedCall".
 */
export interface NumberedCall {
number: number
call: string
}
/**
 * The queue offers a call to a ready desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferCall".
 */
export interface OfferCall {
kind: "calls.offer"
call: string
desk: string
}
/**
 * This desk goes to somebody else, with what is open.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferShiftHandover".
 */
export interface OfferShiftHandover {
kind: "followup.hand_over"
handover: string
to?: (string | null)
/**
 * @maxItems 200
 */
items?: OpenItem[]
words?: (string | null)
}
/**
 * Ask one centre, by hand. `instead_of` is a task of this case that nobody took: its alarm ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferTask".
 */
export interface OfferTask {
kind: "dispatch.offer_task"
task: string
case: string
mode: Mode1
centre: string
agency: string
service: string
/**
 * @maxItems 40
 */
capabilities?: string[]
priority: Priority
place?: (Point | null)
by_telephone?: boolean
reflex?: boolean
/**
 * @maxItems 20
 */
fallbacks?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
reasons?: ProposalReason[]
instead_of?: (string | null)
}
/**
 * Its own centre lends it without being asked; or whoever coordinates the room does.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OfferUnitLoan".
 */
export interface OfferUnitLoan {
kind: "preventive.give_unit"
operation: string
unit: string
words?: string
}
/**
 * A person and the number that reaches them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallContact".
 */
export interface OnCallContact {
name: string
phone: string
/**
 * @maxItems 3
 */
ways?: []|[NotificationWay]|[NotificationWay, NotificationWay]|[NotificationWay, NotificationWay, NotificationWay]
email?: (string | null)
language?: string
}
/**
 * A row of the table of people on call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallDuty".
 */
export interface OnCallDuty {
id: string
mode: Mode1
function: OnCallFunction
notice?: (string | null)
agency?: (string | null)
centre?: (string | null)
hours: OnCallHours
contacts: OnCallContact[]
ended?: boolean
}
/**
 * Every week on these days from one time to another, between two dates. An end that is not after the start is of the
 * next day: 08:00 to 08:00 is a whole day.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallHours".
 */
export interface OnCallHours {
/**
 * @minItems 1
 * @maxItems 7
 */
days: [number]|[number, number]|[number, number, number]|[number, number, number, number]|[number, number, number, number, number]|[number, number, number, number, number, number]|[number, number, number, number, number, number, number]
starts: string
ends: string
first_day: string
last_day?: (string | null)
}
/**
 * It is no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallDutyEnded".
 */
export interface OnCallDutyEnded {
kind: "rosters.on_call.ended"
duty: string
}
/**
 * The duty as it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallDutySet".
 */
export interface OnCallDutySet {
kind: "rosters.on_call.set"
duty: string
mode: Mode1
function: OnCallFunction
notice?: (string | null)
agency: (string | null)
centre: (string | null)
hours: OnCallHours
contacts: OnCallContact[]
}
/**
 * A party that a civil protection plan in force lists.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallParty".
 */
export interface OnCallParty {
code: string
name: {
[k: string]: string
}
}
/**
 * A stretch of time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallPeriod".
 */
export interface OnCallPeriod {
since: string
until: string
}
/**
 * What an administrator reads: every duty that has not ended, the hours of the next days without a duty officer, and who has
 * none of those days to rest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OnCallTable".
 */
export interface OnCallTable {
duties: OnCallDuty[]
uncovered: OnCallPeriod[]
unbroken: UnbrokenDuty[]
functions: OnCallFunction[]
ways: NotificationWay[]
notices: string[]
parties: OnCallParty[]
}
/**
 * How long somebody is on call without a break.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnbrokenDuty".
 */
export interface UnbrokenDuty {
name: string
phone: string
hours: number
}
/**
 * Put a card on screen, in the caller's language.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenCard".
 */
export interface OpenCard {
kind: "instructions.open_card"
run: string
case: string
card: string
language?: string
after?: (string | null)
}
/**
 * Something is happening. No case is refused for want of an address, a type or a caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenCase".
 */
export interface OpenCase {
kind: "cases.open"
case: string
call?: (string | null)
location?: (Location | null)
summary?: (string | null)
type?: (string | null)
priority?: (Priority | null)
}
/**
 * This person must see a reserved case, and says why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenReservedCase".
 */
export interface OpenReservedCase {
kind: "identity.open_reserved"
case: string
reason: string
}
/**
 * The caller's telephone reads and writes real-time text. Sent by the process that carries media.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenText".
 */
export interface OpenText {
kind: "calls.open_text"
call: string
}
/**
 * A document beside its original.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpenTranslation".
 */
export interface OpenTranslation {
id: string
language: string
digest: string
own: boolean
sentences: ReadSentence[]
gone?: SentencePair[]
compared?: boolean
}
/**
 * A sentence as a reader sees it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadSentence".
 */
export interface ReadSentence {
original: string
said: string
where: string
nth: number
changed?: boolean
was?: (SentencePair | null)
correction?: (SentenceCorrection | null)
}
/**
 * A sentence and its translation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SentencePair".
 */
export interface SentencePair {
original: string
said: string
}
/**
 * A sentence of a translation that a reader finds wrong, for its author to mend.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SentenceCorrection".
 */
export interface SentenceCorrection {
document: string
language: string
original: string
said: string
note: string
by: string
role: string
at: string
}
/**
 * It offers nothing any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpeningRuleEnded".
 */
export interface OpeningRuleEnded {
kind: "opening_rules.rule.ended"
rule: string
by: string
by_name: string
}
/**
 * Those that were not ended, expired ones of the last month too; the newest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpeningRuleList".
 */
export interface OpeningRuleList {
rules: ListedOpeningRule[]
}
/**
 * A rule stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OpeningRuleSet".
 */
export interface OpeningRuleSet {
kind: "opening_rules.rule.set"
rule: string
mode: Mode1
scope: OpeningRuleScope
subject: string
ground: string
expires_at: string
by: string
by_name: string
}
/**
 * Its area, its units and its plan count from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationBegan".
 */
export interface OperationBegan {
kind: "preventive.operation.began"
operation: string
}
/**
 * It does not take place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationCancelled".
 */
export interface OperationCancelled {
kind: "preventive.operation.cancelled"
operation: string
by_name: (string | null)
reason: string
}
/**
 * How it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationChanged".
 */
export interface OperationChanged {
kind: "preventive.operation.changed"
operation: string
details: OperationDetails
by_name: string
}
/**
 * What was planned, settled: moments instead of what clocks show.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationDetails".
 */
export interface OperationDetails {
name: string
kind: PlannedEventKind
starts_at: string
ends_at: string
zone: string
ring: Point[]
post: CommandPost
crowd?: (number | null)
responsible?: string
phone?: (string | null)
notes?: string
plan?: PlanLine[]
places?: NamedPlace[]
}
/**
 * Nothing of it is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationEnded".
 */
export interface OperationEnded {
kind: "preventive.operation.ended"
operation: string
}
/**
 * Its time came, or a person ended it (`by_name`): units come home, nothing new is sent to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationEnding".
 */
export interface OperationEnding {
kind: "preventive.operation.ending"
operation: string
by_name?: (string | null)
reason?: string
}
/**
 * It ends at another moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationExtended".
 */
export interface OperationExtended {
kind: "preventive.operation.extended"
operation: string
ends_at: string
by_name: string
reason: string
}
/**
 * There will be one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationPlanned".
 */
export interface OperationPlanned {
kind: "preventive.operation.planned"
operation: string
mode: Mode1
details: OperationDetails
by: string
by_name: string
}
/**
 * One operation on a map, in its list, and for whoever lends to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OperationRow".
 */
export interface OperationRow {
id: string
mode: Mode1
state: OperationState
details: OperationDetails
planned_by_name: string
planned_at: string
changed_at: string
changed_by: string
loans: Loan[]
began_at: (string | null)
ending_at: (string | null)
over_by: (string | null)
reason: string
}
/**
 * The crew knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OrderAcknowledged".
 */
export interface OrderAcknowledged {
kind: "dispatch.unit.order_acknowledged"
unit: string
change: string
acknowledgement: Acknowledgement
}
/**
 * A crew without work goes to this place and waits there. `gain`: what the proposal that is followed was reckoned to give.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OrderStandBy".
 */
export interface OrderStandBy {
kind: "dispatch.order_stand_by"
unit: string
change: string
place: Point
name: string
gain?: (StandByGain | null)
}
/**
 * Who was called is on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingCallAnswered".
 */
export interface OutgoingCallAnswered {
kind: "calls.outgoing.answered"
call: string
whom: string
}
/**
 * A desk rings a number for a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingCallDialled".
 */
export interface OutgoingCallDialled {
kind: "calls.outgoing.dialled"
call: string
case: string
mode: Mode1
whom: string
number: string
desk: string
operator: string
operator_name: string
}
/**
 * It is over, or was never answered: `busy`, `declined`, `no_answer`, `unreachable`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingCallEnded".
 */
export interface OutgoingCallEnded {
kind: "calls.outgoing.ended"
call: string
whom: string
reason: PartyEndReason
}
/**
 * One call for a case as desks, centres and the room show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingCallRow".
 */
export interface OutgoingCallRow {
id: string
case: string
mode: Mode1
state: OutgoingState
whom: string
number: string
desk: string
operator_name: string
dialled_at: string
answered_at: (string | null)
ended_at: (string | null)
reason: (PartyEndReason | null)
}
/**
 * Somebody listened. The envelope says who; `reason` is theirs, where the call was not their own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingRecordingHeard".
 */
export interface OutgoingRecordingHeard {
kind: "calls.outgoing.recording_heard"
call: string
whom: string
digest: string
reason?: (string | null)
}
/**
 * What was heard is kept under its digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OutgoingRecordingKept".
 */
export interface OutgoingRecordingKept {
kind: "calls.outgoing.recorded"
call: string
whom: string
recording: CallRecording
}
/**
 * What stands, what comes, and every release.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Overview".
 */
export interface Overview {
ground: string
top: string
now: (StandingSet | null)
held: (string | null)
coming: StandingSet[]
releases: Release[]
}
/**
 * One approved set and the moment from which it counts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandingSet".
 */
export interface StandingSet {
release: string
number: number
content: string
stands_from: string
}
/**
 * A proposal to put a set in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Release".
 */
export interface Release {
id: string
number: number
title: string
reason: string
author: string
author_name: string
proposed_at: string
content: string
base: string
changed: ChangedDocument[]
effective_from: string
state?: ReleaseState
signatures?: Signature[]
remarks?: Remark[]
stands_from?: (string | null)
ended_by?: string
ended_because?: string
}
/**
 * One office's yes to this very set, signed with the centre's key in the name of the person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Signature".
 */
export interface Signature {
office: Office
person: string
name: string
at: string
key: string
signature: string
}
/**
 * What a reader says of it, of one document or of all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Remark".
 */
export interface Remark {
at: string
by: string
words: string
document?: string
}
/**
 * What everybody reads of themselves: the shift of now and those to come, the swaps they take part in, and who could take a shift.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "OwnShifts".
 */
export interface OwnShifts {
shifts: PlannedShift[]
swaps: ShownSwap[]
colleagues: SwapColleague[]
}
/**
 * A swap as it is shown, with the moments of its shifts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShownSwap".
 */
export interface ShownSwap {
swap: string
state: SwapState
by_name: string
given: PlannedShift
in_return: (PlannedShift | null)
colleague: string
colleague_name: string
waits: boolean
at: string
}
/**
 * Somebody of the same place with a function of one's own shifts.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SwapColleague".
 */
export interface SwapColleague {
person: string
name: string
functions: ShiftFunction[]
}
/**
 * Some of what was found, and the case to go on after; None when this was all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Page".
 */
export interface Page {
cases: FoundCase[]
next: (string | null)
}
/**
 * What is said in a language beside those of the protocols and cards, by Spanish text (decision 0374).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartialLanguage".
 */
export interface PartialLanguage {
language: string
strings: {
[k: string]: string
}
}
/**
 * The name or the contact of a partner was changed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartnerChanged".
 */
export interface PartnerChanged {
kind: "partners.partner.changed"
partner: string
name: string
contact: string
by: string
by_name: string
}
/**
 * Every partner by name, and what else the page needs.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartnerRegister".
 */
export interface PartnerRegister {
partners: PartnerView[]
scopes: KeyScope[]
case_scopes: KeyScope[]
unknown: (RefusedKeyUse | null)
}
/**
 * A partner and its keys, those in force first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartnerView".
 */
export interface PartnerView {
id: string
name: string
agency: (string | null)
contact: string
keys: ApiKeyView[]
}
/**
 * A partner was registered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartnerRegistered".
 */
export interface PartnerRegistered {
kind: "partners.partner.registered"
partner: string
mode: Mode1
name: string
agency: (string | null)
contact: string
by: string
by_name: string
}
/**
 * A party that was asked is on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyJoined".
 */
export interface PartyJoined {
kind: "calls.call.party_joined"
call: string
party: string
name: string
desk?: (string | null)
person?: (string | null)
person_name?: (string | null)
}
/**
 * A party left the line, or never came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyLeft".
 */
export interface PartyLeft {
kind: "calls.call.party_left"
call: string
party: string
name: string
reason: PartyEndReason
}
/**
 * Somebody is asked into the call: it rings at that desk, or at that number.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PartyRang".
 */
export interface PartyRang {
kind: "calls.call.party_rang"
call: string
party: string
name: string
desk?: (string | null)
number?: (string | null)
}
/**
 * What interviews of the past would have been decided now, for those who ask whether it matters.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PastRunsDifference".
 */
export interface PastRunsDifference {
runs: number
lowered: number
raised: number
otherwise: number
examples: Example[]
}
/**
 * Where a patient goes, and whether it knows: warned and acknowledged are two facts with a clock between.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientDestination".
 */
export interface PatientDestination {
name: string
id?: (string | null)
warned_at?: (string | null)
warned_by?: (string | null)
words?: (string | null)
acknowledged_at?: (string | null)
acknowledged_by?: (string | null)
}
/**
 * In other hands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientHandedOver".
 */
export interface PatientHandedOver {
kind: "dispatch.patient.handed_over"
patient: string
to: string
}
/**
 * The case was the same as another, or was not after all. The number changes only where it was taken there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientMoved".
 */
export interface PatientMoved {
kind: "dispatch.patient.moved"
patient: string
case: string
was_in: string
number: number
was_number: number
}
/**
 * A person of the case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientRecorded".
 */
export interface PatientRecorded {
kind: "dispatch.patient.recorded"
patient: string
case: string
mode: Mode1
number: number
age?: AgeBand1
words?: (string | null)
triage?: (TriageColour | null)
priority?: (Priority | null)
}
/**
 * Said before something newer was known, and heard after it: it stays in the record and changes nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientReportedLate".
 */
export interface PatientReportedLate {
kind: "dispatch.patient.said_late"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (TriageColour | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
hospital?: (string | null)
}
/**
 * One patient. `clinical` is false where the clinical cells were taken out: unknown is then not the same as none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientRow".
 */
export interface PatientRow {
id: string
case: string
mode: Mode1
number: number
state: PatientState
recorded_at: string
age: (AgeBand | null)
words: (string | null)
triage: (TriageColour | null)
priority: (Priority | null)
unit: (string | null)
hospital: (PatientDestination | null)
handed_over_at: (string | null)
handed_over_to: (string | null)
outcome: (PatientOutcome | null)
clinical: boolean
}
/**
 * What is known better; None means not said now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PatientUpdated".
 */
export interface PatientUpdated {
kind: "dispatch.patient.updated"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (TriageColour | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
}
/**
 * This desk takes none, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PauseDesk".
 */
export interface PauseDesk {
kind: "calls.pause"
reason: string
}
/**
 * Nobody new calls, and callers fall silent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PauseTraining".
 */
export interface PauseTraining {
kind: "training.pause"
training: string
}
/**
 * Whom to telephone at one moment, in order.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PeopleOnCall".
 */
export interface PeopleOnCall {
function: OnCallFunction
contacts: ReachableContact[]
}
/**
 * Somebody who is on call at a moment, as the room shows them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReachableContact".
 */
export interface ReachableContact {
name: string
phone: string
deputy: number
until: (string | null)
ways: NotificationWay[]
email?: (string | null)
language: string
}
/**
 * A reserved case is not open to this person any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PersonRemoved".
 */
export interface PersonRemoved {
kind: "cases.case.person_removed"
case: string
person: string
name: string
by: string
}
/**
 * A reserved case is open to these persons too, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PersonsNamed".
 */
export interface PersonsNamed {
kind: "cases.case.people_named"
case: string
people: NamedPerson[]
by: string
names?: string
}
/**
 * A phase that is proposed, and since when nobody has answered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PhaseProposal".
 */
export interface PhaseProposal {
phase: string
phase_name: string
since: string
grounds: PlanTrigger[]
}
/**
 * Why a phase is proposed: a rule of the plan, and what of which case made it hold.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanTrigger".
 */
export interface PlanTrigger {
rule: string
case: string
case_number: number
fact: string
value: string
at: string
}
/**
 * It was done. The envelope says by whom and from where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PhoneSearched".
 */
export interface PhoneSearched {
kind: "archive.search.made"
search: string
phone: string
by: string
}
/**
 * Every language that has one, by its primary subtag; the keys that a caller presses; where each part begins.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Phrasebook".
 */
export interface Phrasebook {
languages: {
[k: string]: LanguagePhrases
}
keys: {
[k: string]: string
}
parts: {
[k: string]: number
}
}
/**
 * An operational centre of an area.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanCentre".
 */
export interface PlanCentre {
id: string
agency: string
services: string[]
name: string
console?: boolean
phone?: (string | null)
reflex?: boolean
operation?: (string | null)
}
/**
 * Whether this installation has a response plan, and in what plan and directory differ (decision 0277).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanCheck".
 */
export interface PlanCheck {
planned: boolean
findings: PlanFinding[]
}
/**
 * One thing in which plan and directory differ. The catalogues word it as `plan.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanFinding".
 */
export interface PlanFinding {
code: PlanFindingCode
services?: string[]
centre?: (string | null)
name?: string
}
/**
 * There will be an operation. It begins and ends by itself.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanOperation".
 */
export interface PlanOperation {
kind: "preventive.plan"
operation: string
planned: OperationPlan
}
/**
 * What became of a plan that this case was a reason for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanOutcomeEntry".
 */
export interface PlanOutcomeEntry {
plan: string
name: string
what: PlanOutcome
phase: string
at: string
by: string
}
/**
 * A plan that this case was a reason for was proposed, declared, changed or ended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanOutcomeRecorded".
 */
export interface PlanOutcomeRecorded {
kind: "major.scene.situation_told"
case: string
mode: Mode1
plan: string
name: string
what: PlanOutcome
phase: string
by: string
}
/**
 * Past cases by both plans. `cases` are the gravest first, not more than `DIFFERENCES_MAX`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanReplay".
 */
export interface PlanReplay {
tried: number
otherwise: number
worse: number
since: string
by: {
[k: string]: number
}
cases: CaseDifference[]
names: {
[k: string]: string
}
}
/**
 * A shift of somebody, whole: one that is new, another form of the one that begins on this day at this time, or what becomes of
 * the one that `instead_of` names.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlanShift".
 */
export interface PlanShift {
kind: "rosters.plan_shift"
person: string
day: string
starts: string
ends: string
function: ShiftFunction
unit?: (string | null)
instead_of?: (ShiftName | null)
}
/**
 * Which shift of a person is meant: the one that begins then.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftName".
 */
export interface ShiftName {
day: string
starts: string
}
/**
 * Somebody to whom a shift of this place can be given, and the functions that they may have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlannablePerson".
 */
export interface PlannablePerson {
person: string
name: string
functions: ShiftFunction[]
}
/**
 * A recording of a step begins to be played into the call. The screen does not move.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlayStep".
 */
export interface PlayStep {
kind: "instructions.play_step"
run: string
step: string
call: string
recording: string
}
/**
 * A recording was cut off: that step was not said to its end, and no longer counts as said by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PlayingStopped".
 */
export interface PlayingStopped {
kind: "instructions.step.play_stopped"
run: string
step: string
by: string
recording: string
after_s: number
}
/**
 * One fix; every one is kept.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PositionReported".
 */
export interface PositionReported {
kind: "calls.call.position_reported"
call: string
position: Position
}
/**
 * Somebody who is signed in in the mode of the trainer's session, and what their roles suggest that they train.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PossibleTrainee".
 */
export interface PossibleTrainee {
person: string
name: string
role: TraineeRole
}
/**
 * One line that everybody at work should know.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PostNews".
 */
export interface PostNews {
kind: "followup.post_news"
news: string
words: string
}
/**
 * Somebody practises alone: the only trainee, and nobody the trainer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticeBegun".
 */
export interface PracticeBegun {
kind: "training.practice.begun"
training: string
mode: Mode1
scenario: string
seed: number
incidents: number
trainee: Trainee
language: string
limit_min: number
}
/**
 * Somebody who trains.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Trainee".
 */
export interface Trainee {
person: string
name: string
role: TraineeRole
}
/**
 * One practice session.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PracticeSession".
 */
export interface PracticeSession {
id: string
mode: Mode1
scenario: string
seed: number
incidents_planned: number
trainer: (string | null)
trainer_name: string
trainees: Trainee[]
started_at: string
state?: PracticeState
incidents?: BegunIncident[]
to_repeat?: number[]
comments?: TrainerComment[]
limit_min?: number
ended_at?: (string | null)
end_reason?: (PracticeEnd | null)
closed_at?: (string | null)
left_open?: number
language?: (string | null)
}
/**
 * What a trainer remarked to one trainee, at a moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainerComment".
 */
export interface TrainerComment {
id: string
person: string
by_name: string
words: string
at: string
incident?: (number | null)
moment?: (string | null)
}
/**
 * Somebody who answers calls practises one without a trainer. It rings at their own desk as soon as this stands ready.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PractiseAlone".
 */
export interface PractiseAlone {
kind: "training.practise_alone"
training: string
scenario: string
language: string
}
/**
 * How pages are drawn and heard for one person, at every desk. The theme is of the machine: it follows the light of the room.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Preferences".
 */
export interface Preferences {
type_size?: (100 | 110 | 125 | 150)
palette?: ("deutan" | "protan" | "standard" | "tritan")
hand?: ("left" | "right")
imagery?: boolean
volumes?: Volumes
}
/**
 * How loud each sound that pages make is (`console/src/kit/sounds.ts`).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Volumes".
 */
export interface Volumes {
crew_emergency?: number
nobody_has_it?: number
call_enters?: number
offered_p0?: number
no_answer?: number
offered_p1?: number
offered?: number
amber?: number
tick?: number
}
/**
 * How it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteChanged".
 */
export interface PremiseNoteChanged {
kind: "premise_notes.note.changed"
note: string
note_kind: PremiseNoteKind
text: string
address: string
municipality: string
point: Point
detail: string
radius_m: number
expires_at: string
by: string
by_name: string
}
/**
 * It holds no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteEnded".
 */
export interface PremiseNoteEnded {
kind: "premise_notes.note.ended"
note: string
by_name: string
}
/**
 * A note stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteEntered".
 */
export interface PremiseNoteEntered {
kind: "premise_notes.note.entered"
note: string
mode: Mode1
note_kind: PremiseNoteKind
text: string
address: string
municipality: string
point: Point
detail: string
radius_m: number
expires_at: string
agency: (string | null)
centre: (string | null)
by: string
by_name: string
}
/**
 * The notes of one owner, those that expire first at the head.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteList".
 */
export interface PremiseNoteList {
notes: ListedPremiseNote[]
total: number
}
/**
 * Somebody of its owner read it whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteOpened".
 */
export interface PremiseNoteOpened {
kind: "premise_notes.note.opened"
note: string
person: string
by_name: string
}
/**
 * A note whole, as its owner maintains it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteRecord".
 */
export interface PremiseNoteRecord {
id: string
version: string
by_name: string
kind: PremiseNoteKind
text: string
address: string
municipality: string
point: Point
detail: string
radius_m: number
expires_at: string
}
/**
 * It holds until another day.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNoteRenewed".
 */
export interface PremiseNoteRenewed {
kind: "premise_notes.note.renewed"
note: string
expires_at: string
by: string
by_name: string
}
/**
 * Notes were shown to somebody who works on a case, each for the first time there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PremiseNotesShown".
 */
export interface PremiseNotesShown {
kind: "premise_notes.looks.shown"
case: string
mode: Mode1
person: string
by_name: string
notes: string[]
}
/**
 * The caller pressed a key of their telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PressKey".
 */
export interface PressKey {
kind: "calls.press_key"
call: string
key: string
pressed_at: string
}
/**
 * Less severe, by a person, with a reason. No unit is recalled by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PriorityLowered".
 */
export interface PriorityLowered {
kind: "cases.case.priority_lowered"
case: string
priority: Priority
before: Priority
reason: string
}
/**
 * More severe than thought. Everybody on the case is interrupted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PriorityRaised".
 */
export interface PriorityRaised {
kind: "cases.case.priority_raised"
case: string
priority: Priority
before?: (Priority | null)
by: string
}
/**
 * The caller tapped an answer. The operator takes it, or another.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposeAnswer".
 */
export interface ProposeAnswer {
kind: "calls.propose_answer"
call: string
item: string
answer: string
at: string
}
/**
 * Put this set, which was checked, in force from that moment, in place of the one that stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposeRelease".
 */
export interface ProposeRelease {
kind: "publishing.propose_release"
release: string
content: string
title: string
reason: string
effective_from: string
}
/**
 * A rule of a plan holds. Only a person declares.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProposeSituation".
 */
export interface ProposeSituation {
kind: "major.propose_situation"
plan: string
phase: string
ground: PlanTrigger
}
/**
 * The figures, with the words that codes stand for, in the version in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolFiguresRead".
 */
export interface ProtocolFiguresRead {
figures: InterviewFigures
titles: {
[k: string]: {
[k: string]: string
}
}
questions: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
rules: {
[k: string]: {
[k: string]: {
[k: string]: string
}
}
}
}
/**
 * The specification that a protocol follows as it stands in a draft, for its author to read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolSpecificationDraft".
 */
export interface ProtocolSpecificationDraft {
path: string
text: string
}
/**
 * The specification of a protocol of a draft, by the name that their two files have in common.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProtocolSpecificationQuestion".
 */
export interface ProtocolSpecificationQuestion {
draft: DocumentDraft
protocol: string
}
/**
 * What the interview proved.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProvedPriorityRaised".
 */
export interface ProvedPriorityRaised {
kind: "cases.case.floor_proved"
case: string
priority: Priority
rule: string
send?: string[]
}
/**
 * What a run has proved so far and keeps: the part of a proof that is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ProvenResult".
 */
export interface ProvenResult {
priority?: (Priority | null)
rule?: (string | null)
type?: (string | null)
dispatch?: DispatchTiming1
send?: string[]
say?: string[]
notify?: string[]
safety?: string[]
call_back?: (CallBackPolicy | null)
call_back_by?: (string | null)
}
/**
 * What a browser subscribes with (`applicationServerKey`, base64url); null: no telephone is woken here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PushKey".
 */
export interface PushKey {
key: (string | null)
}
/**
 * Somebody else may; what I had scored is not kept in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "PutBackReview".
 */
export interface PutBackReview {
kind: "review.put_back"
review: string
}
/**
 * Somebody holds it between these days.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QualificationRecorded".
 */
export interface QualificationRecorded {
kind: "rosters.qualification.recorded"
person: string
code: string
since: string
until: (string | null)
}
/**
 * What an administrator reads: everybody with what they hold, what ends soon, and what the content in force needs.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QualificationTable".
 */
export interface QualificationTable {
people: QualifiedPerson[]
ending: EndingQualification[]
kinds: QualificationKind[]
needs: RequiredQualification[]
today: string
}
/**
 * A person as an administrator reads them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QualifiedPerson".
 */
export interface QualifiedPerson {
person: string
name: string
agency: (string | null)
centre: (string | null)
held: HeldQualification[]
}
/**
 * A unit with this capability needs somebody on board who holds one of these qualifications.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequiredQualification".
 */
export interface RequiredQualification {
capability: string
any_of: string[]
}
/**
 * They hold it no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QualificationWithdrawn".
 */
export interface QualificationWithdrawn {
kind: "rosters.qualification.withdrawn"
person: string
code: string
}
/**
 * A question went to the caller in writing. `item` names it from here on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QuestionSent".
 */
export interface QuestionSent {
kind: "calls.call.question_sent"
call: string
item: string
run: string
question: string
language: string
words: string
/**
 * @maxItems 40
 */
choices: AnswerChoice[]
}
/**
 * The desk recorded an answer to a question that was sent: the page asks it no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "QuestionSettled".
 */
export interface QuestionSettled {
kind: "calls.call.question_settled"
call: string
item: string
answer: string
label: (string | null)
}
/**
 * The form and what it writes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioAnswer".
 */
export interface RadioAnswer {
path: string
plan: (RadioForm | null)
text: string
agencies: NamedAgency[]
faults: FieldFault[]
}
/**
 * What a person edits of a radio plan.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioForm".
 */
export interface RadioForm {
/**
 * @maxItems 2000
 */
groups?: FormGroup[]
/**
 * @maxItems 2000
 */
codes?: FormCode[]
}
/**
 * The call is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioCallEnded".
 */
export interface RadioCallEnded {
kind: "radio.entry.ended"
entry: string
said_at: string
}
/**
 * A unit with its radios and the talk group that its fixed data names.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioCarrier".
 */
export interface RadioCarrier {
unit: string
callsign: string
agency: string
radios: string[]
talk_group: (string | null)
}
/**
 * One line of the radio log.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioEntryRow".
 */
export interface RadioEntryRow {
id: string
mode: Mode1
kind: RadioKind
at: string
until: (string | null)
gateway: (string | null)
who: string
who_radio: (string | null)
to: string
to_radio: (string | null)
group: (string | null)
unit: (string | null)
case: (string | null)
agency: (string | null)
centre: (string | null)
shared: boolean
words: (string | null)
code: (number | null)
means: (StatusMeaning | null)
point: (Point | null)
by: string
verdict: (RadioVerdict | null)
sent: (SendOutcome | null)
why: (string | null)
seen_by: (string | null)
seen_at: (string | null)
}
/**
 * One thing in which plan and units differ.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioFinding".
 */
export interface RadioFinding {
code: RadioFindingCode
agency: string
callsign?: string
group?: string
}
/**
 * The radio plan in force beside who carries which radio.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioOverview".
 */
export interface RadioOverview {
plan: RadioPlan
carriers: RadioCarrier[]
unassigned: string[]
findings: RadioFinding[]
}
/**
 * Talk groups, and each agency's status codes. A centre without radio has an empty one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioPlan".
 */
export interface RadioPlan {
version?: string
draft?: boolean
groups?: TalkGroup[]
codes?: {
[k: string]: StatusCodeEntry[]
}
}
/**
 * One talk group of the networks that this centre is on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TalkGroup".
 */
export interface TalkGroup {
gssi: string
name: string
use: TalkGroupUse1
agency?: (string | null)
}
/**
 * One line of an agency's table.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StatusCodeEntry".
 */
export interface StatusCodeEntry {
code: number
means: StatusMeaning
}
/**
 * A draft, and its radio plan as a person has it in the form; without one it is read from the draft.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RadioQuestion".
 */
export interface RadioQuestion {
draft: Draft
plan?: (RadioForm | null)
}
/**
 * Something critical changed. Interrupts the centre and every assigned unit in one transaction.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RaiseChange".
 */
export interface RaiseChange {
kind: "dispatch.raise_change"
task: string
change: string
change_kind: ChangeKind
new: string
old?: (string | null)
priority?: (Priority | null)
place?: (Point | null)
}
/**
 * The crew's own emergency button, held 1.5 seconds; or the same, said by radio to its centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RaiseCrewEmergency".
 */
export interface RaiseCrewEmergency {
kind: "dispatch.emergency"
unit: string
point?: (Point | null)
at?: (string | null)
group?: (string | null)
}
/**
 * The interview has proved at least this priority, and what must be sent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RaiseProvedPriority".
 */
export interface RaiseProvedPriority {
kind: "cases.prove_floor"
case: string
priority: Priority
rule: string
send?: string[]
}
/**
 * It was on somebody's screen, and they said so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadMessage".
 */
export interface ReadMessage {
kind: "followup.read_message"
message: string
}
/**
 * Somebody reads whose line it is. By the permission that shows the number of callers; the look is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadSubscriber".
 */
export interface ReadSubscriber {
kind: "calls.read_subscriber"
call: string
}
/**
 * What a file of talk groups says; with a finding the form takes nothing of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadTalkGroups".
 */
export interface ReadTalkGroups {
groups: FormGroup[]
findings: FileFinding[]
}
/**
 * Somebody reads the identification number of the vehicle, which leads to its holder. The look is a fact.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadVin".
 */
export interface ReadVin {
kind: "calls.read_vin"
call: string
}
/**
 * One line of the readiness of an installation; there is one for each part, whatever was found.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadinessFinding".
 */
export interface ReadinessFinding {
part: string
state: CheckState
code: string
facts?: {
[k: string]: string | number
}
link: string
}
/**
 * Every line, as it was found at one moment. `mode` is that of the installation: only a real one has to be ready.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadinessReport".
 */
export interface ReadinessReport {
at: string
mode: Mode1
findings: ReadinessFinding[]
}
/**
 * The report, and who accepted its red lines last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReadinessView".
 */
export interface ReadinessView {
report: ReadinessReport
acceptance: (RiskAcceptance | null)
}
/**
 * Who let the service go on with red lines, which, and why. The latest counts; a part that it does not name is not accepted.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RiskAcceptance".
 */
export interface RiskAcceptance {
id: string
mode: Mode1
lines: string[]
reason: string
by_name: string
at: string
}
/**
 * The command post keeps it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecallRefused".
 */
export interface RecallRefused {
kind: "preventive.operation.back_refused"
operation: string
unit: string
by_name: string
words: string
}
/**
 * Its own centre wants it back before the end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecallUnit".
 */
export interface RecallUnit {
kind: "preventive.ask_back"
operation: string
unit: string
words?: string
}
/**
 * How far a message came, by the word of its way.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReceiptReceived".
 */
export interface ReceiptReceived {
kind: "notifications.notification.receipt"
notification: string
message: string
name: string
way: NotificationWay
state: AttemptState
code: string
}
/**
 * A person tries to reach us. From the caller's page, a line, a standard; never refused for what it lacks.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReceiveCall".
 */
export interface ReceiveCall {
kind: "calls.ring"
call: string
channel: CallChannel
phone?: (string | null)
phone_known_by?: (NumberSource | null)
earlier?: (string | null)
caller_name?: (string | null)
language?: (string | null)
cannot_speak?: boolean
line?: (string | null)
position?: (Position | null)
/**
 * @maxItems 8
 */
addresses?: []|[StatedAddress]|[StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]|[StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress, StatedAddress]
words?: (string | null)
user_agent?: (string | null)
refused?: (CallRejection | null)
imei?: (string | null)
after_voice?: boolean
meant_for?: (string | null)
}
/**
 * A gateway told what was said. Its id is derived from gateway, epoch and number: what is told twice is heard once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReceiveRadioMessage".
 */
export interface ReceiveRadioMessage {
kind: "radio.hear"
gateway: string
epoch: string
seq: number
at: string
told: (AirStatus | AirText | AirAlarm | AirCallBegan | AirCallEnded | AirRegistered | AirLost | AirGap | AirUnreadable)
}
/**
 * Answers of the case have changed: the authorisations that they no longer prove end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecheckAuthorisations".
 */
export interface RecheckAuthorisations {
kind: "instructions.recheck_authorisations"
run: string
answers: {
[k: string]: string | null
}
}
/**
 * This person opens this case, on a page or as a file.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordCaseView".
 */
export interface RecordCaseView {
kind: "identity.look_at_case"
case: string
how?: string
}
/**
 * One recorded attempt to learn how a silent task goes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordContactAttempt".
 */
export interface RecordContactAttempt {
kind: "dispatch.try_contact"
task: string
whom: string
reached: boolean
}
/**
 * The keys of a case were destroyed by a command of the machine (`auxilio keys destroy`). Only the system records it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordDestruction".
 */
export interface RecordDestruction {
kind: "archive.record_destruction"
case: string
reason: string
by: string
owners: string[]
}
/**
 * There is a person who is hurt or ill. Nothing but the case is needed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordPatient".
 */
export interface RecordPatient {
kind: "dispatch.record_patient"
patient: string
case: string
mode: Mode1
age?: AgeBand2
words?: (string | null)
triage?: (TriageColour | null)
priority?: (Priority | null)
at?: (string | null)
}
/**
 * By Auxilio itself: what became of a plan that this case was a reason for, for the case's story.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordPlanOutcome".
 */
export interface RecordPlanOutcome {
kind: "major.tell_scene"
case: string
plan: string
name: string
what: PlanOutcome
phase: string
by: string
}
/**
 * Somebody holds a qualification between two days; one that they hold already is renewed or corrected.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordQualification".
 */
export interface RecordQualification {
kind: "rosters.record_qualification"
person: string
code: string
since: string
until?: (string | null)
}
/**
 * Somebody who is not admitted tried to reach a reserved case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordRefusedAccess".
 */
export interface RecordRefusedAccess {
kind: "identity.record_refused_access"
case: string
person: string
by: string
desk?: (string | null)
what: string
}
/**
 * A message about a place came that no key of ours signed, or a short message of which nothing can be used.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordRejectedSender".
 */
export interface RecordRejectedSender {
kind: "calls.record_rejected_sender"
sender: string
code: string
}
/**
 * The exchange has answered a test call, or could not.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordTestCall".
 */
export interface RecordTestCall {
kind: "calls.record_test_call"
test_call: string
line: string
phone?: (string | null)
user_agent?: (string | null)
transport: string
code: number
positions?: number
bodies?: string[]
}
/**
 * By Auxilio itself: what became of a status.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordVerdict".
 */
export interface RecordVerdict {
kind: "radio.judge"
entry: string
verdict: RadioVerdict
}
/**
 * Somebody listened. The envelope says who; `reason` is theirs, where the call was not their own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordingHeard".
 */
export interface RecordingHeard {
kind: "calls.call.recording_heard"
call: string
digest: string
reason?: (string | null)
}
/**
 * What was heard is kept under its digest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RecordingKept".
 */
export interface RecordingKept {
kind: "calls.call.recorded"
call: string
recording: CallRecording
}
/**
 * The command post keeps it, and says why. A yes is `preventive.return_unit`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefuseRecall".
 */
export interface RefuseRecall {
kind: "preventive.refuse_back"
operation: string
unit: string
words: string
}
/**
 * A clinician refuses a medication step, or takes back an authorisation of one that was not given to the caller yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefuseStep".
 */
export interface RefuseStep {
kind: "instructions.refuse_step"
run: string
step: string
reason: string
}
/**
 * The centre does not take it, also after it had accepted and found no unit. The next centre is asked at once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RefuseTask".
 */
export interface RefuseTask {
kind: "dispatch.refuse_task"
task: string
reason: RefusalReason
words?: (string | null)
}
/**
 * The latest build that a page asked for.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegionBuild".
 */
export interface RegionBuild {
id: string
file: string
asked_at: string
asked_by: string
state: RegionBuildState
step?: string
nth?: number
steps?: number
version?: string
counts?: {
[k: string]: number
}
thin?: string[]
code?: string
facts?: {

}
forced_by?: string
forced_at?: string
}
/**
 * The region that this process answers with.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegionInForce".
 */
export interface RegionInForce {
version: string
source: string
data_at: string
is_invented: boolean
}
/**
 * What the step of the map shows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegionSetupView".
 */
export interface RegionSetupView {
in_force: (RegionInForce | null)
files: ExtractFile[]
upload: (ExtractUpload | null)
build: (RegionBuild | null)
can_build: boolean
folder: string
free_bytes: number
open_calls?: number
piece_bytes?: number
upload_bytes_max?: number
}
/**
 * Register another system. `agency`: the agency it acts for; `contact`: whom to call when it fails.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegisterPartner".
 */
export interface RegisterPartner {
kind: "partners.register"
partner: string
name: string
agency?: (string | null)
contact?: string
}
/**
 * A unit exists, or its fixed data changed. Its status, crew and work stay as they are.
 * 
 * `retired`: it is given no work and stands on no board; its name stays beside what it did.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RegisterUnit".
 */
export interface RegisterUnit {
kind: "dispatch.register_unit"
unit: string
callsign: string
agency: string
centre: string
/**
 * @minItems 1
 * @maxItems 20
 */
capabilities: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
home: Point
mode?: Mode4
talk_group?: (string | null)
phone?: (string | null)
/**
 * @maxItems 20
 */
radios?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
retired?: boolean
}
/**
 * It rang, and no audio with its telephone is possible: there are no media, or none that it understands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RejectCall".
 */
export interface RejectCall {
kind: "calls.refuse"
call: string
reason: CallRejectionReason
code: number
}
/**
 * Messages with a token that opens nothing: of a revoked or unknown phone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RejectedDevice".
 */
export interface RejectedDevice {
count: number
last_at: string
unit?: (string | null)
device?: (string | null)
}
/**
 * Two cases have to do with one another and stay two.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RelateCase".
 */
export interface RelateCase {
kind: "cases.relate"
case: string
other: string
}
/**
 * Both have.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseApproved".
 */
export interface ReleaseApproved {
kind: "publishing.release.approved"
release: string
stands_from: string
}
/**
 * Somebody proposes a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseProposed".
 */
export interface ReleaseProposed {
kind: "publishing.release.proposed"
release: string
number: number
title: string
reason: string
author: string
by: string
content: string
base: string
changed: ChangedDocument[]
effective_from: string
}
/**
 * A reader said something.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseRemarked".
 */
export interface ReleaseRemarked {
kind: "publishing.release.remarked"
release: string
words: string
document: string
by: string
}
/**
 * An approver said no.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseReturned".
 */
export interface ReleaseReturned {
kind: "publishing.release.returned"
release: string
reason: string
by: string
}
/**
 * One office said yes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseSigned".
 */
export interface ReleaseSigned {
kind: "publishing.release.signed"
release: string
content: string
office: Office
person: string
by: string
key: string
signature: string
}
/**
 * It stands no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseTakenBack".
 */
export interface ReleaseTakenBack {
kind: "publishing.release.taken_back"
release: string
reason: string
by: string
}
/**
 * Give it to its agency, which follows it from here: to whom, and why. Units go on with their work.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseTask".
 */
export interface ReleaseTask {
kind: "dispatch.release_task"
task: string
to: string
reason: string
}
/**
 * Let it go from its work. What the crew reported stays, until they report otherwise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseUnit".
 */
export interface ReleaseUnit {
kind: "dispatch.release_unit"
unit: string
reason?: (string | null)
}
/**
 * Its author did.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReleaseWithdrawn".
 */
export interface ReleaseWithdrawn {
kind: "publishing.release.withdrawn"
release: string
reason: string
by: string
}
/**
 * Say something of it, of one document or of all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RemarkOnRelease".
 */
export interface RemarkOnRelease {
kind: "publishing.remark"
release: string
words: string
document?: string
}
/**
 * A party goes: by its own hand, declining included, or let go by the desk that has the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RemoveParty".
 */
export interface RemoveParty {
kind: "calls.leave_party"
call: string
party: string
}
/**
 * The reserved case is not open to this person any more; open windows close.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RemovePerson".
 */
export interface RemovePerson {
kind: "cases.remove_person"
case: string
person: string
}
/**
 * They do not work then.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RemoveShift".
 */
export interface RemoveShift {
kind: "rosters.remove_shift"
person: string
day: string
starts: string
}
/**
 * Somebody has made sure that it still holds. Without `expires_at`, for a year from now; also of one that has expired.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RenewPremiseNote".
 */
export interface RenewPremiseNote {
kind: "premise_notes.renew"
note: string
expires_at?: (string | null)
}
/**
 * Open a closed case again, with the reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReopenCase".
 */
export interface ReopenCase {
kind: "cases.reopen"
case: string
reason: string
}
/**
 * The case goes on. What was sealed stays sealed; a new seal follows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReopenFile".
 */
export interface ReopenFile {
kind: "archive.reopen"
case: string
reason: string
}
/**
 * An incident is to happen once more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RepeatAsked".
 */
export interface RepeatAsked {
kind: "training.incident.repeat_asked"
training: string
nth: number
}
/**
 * The incident at this position of the session happens once more: the same callers with the same words.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RepeatIncident".
 */
export interface RepeatIncident {
kind: "training.repeat"
training: string
incident: number
}
/**
 * Nobody has acknowledged it: tell those whom the table names now, from the first. Without `words` those of before stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RepeatNotification".
 */
export interface RepeatNotification {
kind: "notifications.repeat"
notification: string
words?: (string | null)
}
/**
 * A step was said again: the one named, or the one on screen. The screen does not move.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RepeatStep".
 */
export interface RepeatStep {
kind: "instructions.repeat"
run: string
step?: (string | null)
language?: (string | null)
}
/**
 * What became of the past month's cases; None while the draft cannot be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReplayAnswer".
 */
export interface ReplayAnswer {
faults: DocumentFault[]
replay?: (PlanReplay | null)
}
/**
 * A person of the table wrote back, with the code. What follows from it is a fact of its own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReplyReceived".
 */
export interface ReplyReceived {
kind: "notifications.notification.replied"
notification: string
name: string
words: string
}
/**
 * The operator's own words to it, once, within the days that the card gives.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReplyToReview".
 */
export interface ReplyToReview {
kind: "review.reply"
review: string
words: string
}
/**
 * What came with the call, or was answered for a reference of it. Only the exchange says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportAdditionalData".
 */
export interface ReportAdditionalData {
kind: "calls.report_additional_data"
call: string
data: CallData
}
/**
 * One direction of a line is dead, or sound gets through again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportAudio".
 */
export interface ReportAudio {
kind: "calls.report_audio"
call: string
way: AudioDirection
dead: boolean
desk?: (string | null)
party?: (string | null)
}
/**
 * The caller has done a step, answers what it asks, or marks a moment of the card.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportCallerMark".
 */
export interface ReportCallerMark {
kind: "calls.report_mark"
call: string
item: string
mark: string
step: string
at: string
}
/**
 * They answered: caller and desk are together.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportCallerReached".
 */
export interface ReportCallerReached {
kind: "calls.caller_reached"
call: string
}
/**
 * Nobody answered, or there was no way to them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportCallerUnreached".
 */
export interface ReportCallerUnreached {
kind: "calls.caller_not_reached"
call: string
reason?: (PartyEndReason | null)
}
/**
 * The patients of this crew are handed over: all its patients, and the moment between arrived and clear (T15).
 * 
 * By the crew, with the moment of its press; or by its centre, for a crew that says it by voice.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportCareTransfer".
 */
export interface ReportCareTransfer {
kind: "dispatch.report_handover"
unit: string
to: string
at?: (string | null)
assignment?: (string | null)
}
/**
 * The gateway: what became of something that we sent.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportDelivery".
 */
export interface ReportDelivery {
kind: "radio.answer"
entry: string
outcome: SendOutcome
why?: (string | null)
}
/**
 * Dangerous goods: as read or told, never refused for being unknown. Auxilio looks them up and keeps what it found.
 * 
 * `replaces` corrects what was put down before; the old stays, struck through.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportHazmat".
 */
export interface ReportHazmat {
kind: "cases.state_goods"
case: string
goods: string
top?: (string | null)
bottom?: (string | null)
un?: (string | null)
hazard_class?: (string | null)
spill?: Spill1
told_by?: HazmatInformant2
replaces?: (string | null)
}
/**
 * The leg of a desk stands, or does not any more. Sent by the process that carries media.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLine".
 */
export interface ReportLine {
kind: "calls.report_line"
desk: string
up: boolean
}
/**
 * It is gone: nothing is heard and nothing goes out by it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLinkLost".
 */
export interface ReportLinkLost {
kind: "radio.lose_link"
gateway: string
why: string
}
/**
 * The line to a gateway stands, and both have proved who they are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLinkUp".
 */
export interface ReportLinkUp {
kind: "radio.link_up"
gateway: string
}
/**
 * A location that this call refers to was not obtained. Only the exchange that asked says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLocationFailure".
 */
export interface ReportLocationFailure {
kind: "calls.report_location_failure"
call: string
failure: LocationFailure
}
/**
 * A message that belongs to this call, and the fix that was read from it; None where it states none. Only what
 * received it says so (`calls.location_messages`, and the reaction to a new call).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportLocationMessage".
 */
export interface ReportLocationMessage {
kind: "calls.report_location_message"
call: string
message: LocationMessage
position?: (Position | null)
/**
 * @maxItems 7
 */
further?: []|[Position]|[Position, Position]|[Position, Position, Position]|[Position, Position, Position, Position]|[Position, Position, Position, Position, Position]|[Position, Position, Position, Position, Position, Position]|[Position, Position, Position, Position, Position, Position, Position]
/**
 * @maxItems 2
 */
earlier?: []|[Position]|[Position, Position]
msd?: (EcallMsd | null)
by_sip?: boolean
}
/**
 * A person sent the report of a case outside: to whom, why, and which version. The password is not in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMailRequested".
 */
export interface ReportMailRequested {
kind: "archive.report_mail.requested"
mail: string
case: string
number: number
mode: Mode1
to: string
language: string
reason: string
report: string
attachment: string
sealed: boolean
reserved: boolean
by_name: string
}
/**
 * One report mail of a case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMailRow".
 */
export interface ReportMailRow {
id: string
to: string
reason: string
report: string
sealed: boolean
by_name: string
asked_at: string
state: ReportMailState
code: string
settled_at: (string | null)
}
/**
 * The mail server took it, or it failed, or it was taken back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMailSettled".
 */
export interface ReportMailSettled {
kind: "archive.report_mail.settled"
mail: string
state: ReportMailState
code: string
}
/**
 * The line of a supervisor's desk is gone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMonitorGone".
 */
export interface ReportMonitorGone {
kind: "calls.listener_gone"
call: string
desk: string
}
/**
 * The vehicle was asked, and sends none. Only the exchange that asked says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportMsdNotSent".
 */
export interface ReportMsdNotSent {
kind: "calls.report_msd_not_sent"
call: string
failure: MsdFailure
}
/**
 * To whom the report goes, and why. `working_copy`: of a case that is not sealed, which its pages say.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportOrder".
 */
export interface ReportOrder {
to: string
reason: string
language?: string
working_copy?: boolean
}
/**
 * Somebody answered at the number that was rung.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportPartyAnswered".
 */
export interface ReportPartyAnswered {
kind: "calls.party_up"
call: string
party: string
}
/**
 * The line of a party is over, or never came to be.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportPartyGone".
 */
export interface ReportPartyGone {
kind: "calls.party_gone"
call: string
party: string
reason: PartyEndReason
}
/**
 * A new fix of the caller's device.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportPosition".
 */
export interface ReportPosition {
kind: "calls.report_position"
call: string
position: Position
}
/**
 * The way out says how far a message came.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportReceipt".
 */
export interface ReportReceipt {
kind: "notifications.report_receipt"
notification: string
message: string
state: AttemptState
code?: string
}
/**
 * A METHANE report, or as many letters of one as are known. What it leaves out stays as it was said before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportScene".
 */
export interface ReportScene {
kind: "major.report_scene"
case: string
said: {
[k: string]: MethaneValue
}
given_by?: (string | null)
read_back?: boolean
at?: (string | null)
}
/**
 * The page has rendered what was sent, in sight. `at` is the phone's moment; it arrives later without network.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportShown".
 */
export interface ReportShown {
kind: "calls.report_shown"
call: string
item: string
at: string
}
/**
 * The caller's line is well and nothing has been said on it since then; None: they speak again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportSilence".
 */
export interface ReportSilence {
kind: "calls.report_silence"
call: string
since: (string | null)
}
/**
 * One press of the crew. `at` is when it was pressed, if it waited for the network.
 * 
 * A transport that says where it goes warns that hospital of whom the crew has, in the same moment.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportStatus".
 */
export interface ReportStatus {
kind: "dispatch.report_status"
unit: string
status: UnitStatus
at?: (string | null)
assignment?: (string | null)
destination?: (string | null)
heard?: (string | null)
hospital?: (string | null)
/**
 * @maxItems 40
 */
shown?: ShownHospital[]
}
/**
 * The gateway says how far an answer came. Only who takes its receipts says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportTextDelivery".
 */
export interface ReportTextDelivery {
kind: "calls.report_text_delivery"
call: string
line: string
state: TextDelivery
code?: string
}
/**
 * Somebody who answers for it was told by telephone or by radio, also one whom the table does not name.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportTold".
 */
export interface ReportTold {
kind: "notifications.report_told"
notification: string
whom: string
by: ToldBy
}
/**
 * Where the wind blows from at the place, as somebody there says it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReportWind".
 */
export interface ReportWind {
kind: "cases.say_wind"
case: string
blows_from: WindFrom
}
/**
 * Ask the health centres of the case to authorise a medication step that is proved to fit.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestAuthorisation".
 */
export interface RequestAuthorisation {
kind: "instructions.request_authorisation"
run: string
step: string
}
/**
 * The silent key: the supervisor is told, the caller hears nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestHelp".
 */
export interface RequestHelp {
kind: "calls.ask_help"
}
/**
 * A desk asks the location server of the network where the telephone of its call is. One request waits at a time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestLocation".
 */
export interface RequestLocation {
kind: "calls.request_location"
call: string
}
/**
 * The desk that has the call asks the vehicle to send its data again. Only what came by SIP can be asked.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestMsd".
 */
export interface RequestMsd {
kind: "calls.request_msd"
call: string
}
/**
 * Mutual aid: a centre that has a task asks a neighbour of the plan for a part of it, and keeps its own.
 * 
 * The neighbour gets a task of its own. Asked again after it was not taken, it replaces the task that was not taken.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestMutualAid".
 */
export interface RequestMutualAid {
kind: "dispatch.ask_for_aid"
task: string
aid: string
centre: string
/**
 * @minItems 1
 * @maxItems 40
 */
capabilities: [string, ...(string)[]]
reason: AidReason
words?: (string | null)
}
/**
 * Tell who is on call about a case: the duty officer, or with `watch` the party of that notice.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestNotification".
 */
export interface RequestNotification {
kind: "notifications.request"
notification: string
case: string
watch?: (string | null)
words?: (string | null)
}
/**
 * Ask a centre for one of its units for the time of the operation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestUnit".
 */
export interface RequestUnit {
kind: "preventive.ask_for_unit"
operation: string
unit: string
words?: string
}
/**
 * A medication step is asked for no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RequestWithdrawn".
 */
export interface RequestWithdrawn {
kind: "instructions.step.request_withdrawn"
run: string
step: string
by: string
}
/**
 * Only named persons see it from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReserveCase".
 */
export interface ReserveCase {
kind: "cases.reserve"
case: string
reason: string
}
/**
 * Somebody who is not named opened a reserved case, with a reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReservedCaseOpened".
 */
export interface ReservedCaseOpened {
kind: "identity.case.reserved_opened"
case: string
reason: string
person: string
by: string
mode?: Mode5
}
/**
 * The response plan in force: whom it asks, for what, and where.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ResponsePlanView".
 */
export interface ResponsePlanView {
id: string
version: string
digest: string
draft: boolean
area: string
centres: PlanCentre[]
zones: ResponseZone[]
usual: {
[k: string]: string[][]
}
stands_in: {
[k: string]: string
}
support_up_to: Priority
capabilities: string[]
}
/**
 * Which centres answer for a service in these municipalities, in the order in which they are asked; with `hours`
 * or `days` only then, by the clock of the area, and before those who always do.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ResponseZone".
 */
export interface ResponseZone {
municipalities: string[]
service: string
/**
 * @minItems 1
 */
centres: [string, ...(string)[]]
hours?: (string | null)
days?: ("fri" | "mon" | "sat" | "sun" | "thu" | "tue" | "wed")[]
}
/**
 * Back to the caller, from hold or consultation.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Resume".
 */
export interface Resume {
kind: "calls.resume"
call: string
}
/**
 * The patient does not breathe normally after all, or no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ResumeCompressions".
 */
export interface ResumeCompressions {
kind: "instructions.resume_compressions"
run: string
}
/**
 * It goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ResumeTraining".
 */
export interface ResumeTraining {
kind: "training.resume"
training: string
}
/**
 * Nobody is taken there any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RetireHospital".
 */
export interface RetireHospital {
kind: "hospitals.retire"
hospital: string
}
/**
 * This person is now waiting in another call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RetryJoined".
 */
export interface RetryJoined {
kind: "calls.call.retry_joined"
call: string
by: string
}
/**
 * The command post gives it back before the end; or what was asked for is not wanted any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReturnLentUnit".
 */
export interface ReturnLentUnit {
kind: "preventive.return_unit"
operation: string
unit: string
words?: string
}
/**
 * No, and what must be mended.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReturnRelease".
 */
export interface ReturnRelease {
kind: "publishing.return"
release: string
reason: string
}
/**
 * One person's look at one call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Review".
 */
export interface Review {
id: string
subject: ReviewSubject
whys: ReviewReason[]
chosen_at: string
second_of?: (string | null)
state?: ReviewState
reviewer?: (string | null)
reviewer_name?: string
taken_at?: (string | null)
card?: (string | null)
card_version?: string
findings?: ReviewFinding[]
scores?: ItemScore[]
submitted?: ItemScore[]
submitted_at?: (string | null)
words?: string
score?: (number | null)
reply_until?: (string | null)
reply?: (ReviewReply | null)
corrections?: Correction[]
safety?: (SafetyFlag | null)
}
/**
 * One reason. `code` is the rule, or the cause a person chose; `words` are that person's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReason".
 */
export interface ReviewReason {
kind: ReviewReasonKind
code: string
words?: string
by?: string
}
/**
 * What the log tells of one item: a code that is worded at the edge, its facts, and the moments it was read from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewFinding".
 */
export interface ReviewFinding {
item: string
verdict: ReviewVerdict
code: string
facts?: {
[k: string]: string
}
moments?: Moment[]
}
/**
 * What the operator says to it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReply".
 */
export interface ReviewReply {
at: string
words: string
}
/**
 * Somebody may have been harmed. The reviewer opens it and cannot close it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlag".
 */
export interface SafetyFlag {
raised_at: string
items: string[]
closed_at?: (string | null)
closed_by?: string
words?: string
}
/**
 * A call is to be looked at again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewChosen".
 */
export interface ReviewChosen {
kind: "review.review.chosen"
review: string
subject: ReviewSubject
why: ReviewReason[]
second_of?: (string | null)
}
/**
 * The reviewer takes one item back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewCorrected".
 */
export interface ReviewCorrected {
kind: "review.review.corrected"
review: string
before: ItemScore
after: ItemScore
reason: string
score: (number | null)
by: string
}
/**
 * What waits, the longest waiting first, and what is written, the newest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewLists".
 */
export interface ReviewLists {
open: ReviewRow[]
submitted: ReviewRow[]
card: string
}
/**
 * One line of a list. Of the case nothing but its call's number and priority.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewRow".
 */
export interface ReviewRow {
id: string
call: string
number: number
mode: Mode1
priority: Priority
provisional: boolean
operator_name: string
answered_at: string
whys: ReviewReason[]
chosen_at: string
state: ReviewState1
second: boolean
reviewer_name: string
mine: boolean
submitted_at: (string | null)
score: (number | null)
replied: boolean
safety_open: boolean
}
/**
 * Whether anything still asks for a notice, as of the fact at `since`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewNotice".
 */
export interface ReviewNotice {
kind: "followup.review_notice"
watch: string
stands: boolean
since: Cursor
}
/**
 * It waits for somebody else.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewPutBack".
 */
export interface ReviewPutBack {
kind: "review.review.put_back"
review: string
by: string
}
/**
 * One review with the card that it is, or would be, written by.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewRead".
 */
export interface ReviewRead {
review: Review
card: (ScoreCard | null)
readable: boolean
}
/**
 * The card in force. A version never changes: `digest` names it, and each review keeps the one it was begun with.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ScoreCard".
 */
export interface ScoreCard {
id: string
version: string
levels: CardLevel[]
sections: Section[]
sampling: SamplingPlan
reply_days: number
digest?: string
}
/**
 * Items that share a weight.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Section".
 */
export interface Section {
id: string
words: {
[k: string]: string
}
weight: number
items: Item[]
}
/**
 * There is one more reason.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReasonAdded".
 */
export interface ReviewReasonAdded {
kind: "review.review.reason_added"
review: string
why: ReviewReason
}
/**
 * The operator answered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewReplied".
 */
export interface ReviewReplied {
kind: "review.review.replied"
review: string
words: string
by: string
}
/**
 * It is written: every item, and what it comes to by the weights of the card.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewSubmitted".
 */
export interface ReviewSubmitted {
kind: "review.review.submitted"
review: string
scores: ItemScore[]
score: (number | null)
words: string
reply_until: string
by: string
}
/**
 * Somebody writes it, by this card; and what the log tells.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ReviewTaken".
 */
export interface ReviewTaken {
kind: "review.review.taken"
review: string
reviewer: string
by: string
card: string
card_version: string
findings: ReviewFinding[]
}
/**
 * No secret of the key works any more. It cannot be undone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RevokeApiKey".
 */
export interface RevokeApiKey {
kind: "partners.revoke_key"
key: string
why: string
}
/**
 * Ring an unanswered caller from this desk. The desk's line stands already: it hears the ringing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RingBack".
 */
export interface RingBack {
kind: "calls.ring_back"
call: string
}
/**
 * A named person gave the reason for which the service goes on with these red lines.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RiskAccepted".
 */
export interface RiskAccepted {
kind: "readiness.risk.accepted"
acceptance: string
mode: Mode1
lines: string[]
reason: string
by_name: string
}
/**
 * What holds for the whole room of one mode.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RoomRow".
 */
export interface RoomRow {
id: string
mode: Mode1
surge: (Surge | null)
news: News[]
}
/**
 * More calls than hands: since when, who said so, and why.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Surge".
 */
export interface Surge {
since: string
by_name: string
reason: string
}
/**
 * A unit of which somebody can be the crew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RosterUnit".
 */
export interface RosterUnit {
id: string
callsign: string
agency: string
centre: string
}
/**
 * The roster of one place in one week, as who plans it reads it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RosterWeek".
 */
export interface RosterWeek {
agency: (string | null)
centre: (string | null)
first: string
today: string
now: PlannedShift[]
shifts: PlannedShift[]
warnings: ShiftWarning[]
people: PlannablePerson[]
units: RosterUnit[]
swaps: ShownSwap[]
}
/**
 * One thing about the hours of one person.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftWarning".
 */
export interface ShiftWarning {
kind: ShiftWarningKind
person: string
name: string
hours: number
at: string
}
/**
 * One change of a row.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RowChange".
 */
export interface RowChange {
number: number
at: string
by_name: string
act: RowAct
fields: FieldChange[]
confirmed_by_name?: (string | null)
password_changed?: boolean
imported?: (ImportOfChange | null)
}
/**
 * A page of changes, the newest first. `next_before`: what the next page is asked with; None on the last one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RowHistory".
 */
export interface RowHistory {
changes: RowChange[]
next_before?: (number | null)
}
/**
 * What the interviews of its case prove about ringing this caller back; None: nothing.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RuleCallBack".
 */
export interface RuleCallBack {
kind: "calls.rule_call_back"
call: string
rule: (CallBackPolicy | null)
protocol: (string | null)
}
/**
 * A question was answered. `corrects` is the answer it replaces; `again` says that it was asked again and still holds.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunAnswered".
 */
export interface RunAnswered {
kind: "triage.run.answered"
run: string
question: string
answer: string
words: (string | null)
corrects: (string | null)
by: string
again?: boolean
}
/**
 * The interview is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunClosed".
 */
export interface RunClosed {
kind: "triage.run.closed"
run: string
by: string
}
/**
 * The interview goes on with another protocol; `facts` are what was carried over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunProtocolChanged".
 */
export interface RunProtocolChanged {
kind: "triage.run.protocol_changed"
run: string
previous: string
protocol: string
version: string
digest: string
draft: boolean
facts: {
[k: string]: string
}
by: string
}
/**
 * What is proved by now, whole: it replaces what was proved before, and its priority is never milder.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunProved".
 */
export interface RunProved {
kind: "triage.run.proved"
run: string
case: string
protocol: string
standing: ProvenResult
}
/**
 * A person said what is happening; `before` is the type it replaces.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunReclassified".
 */
export interface RunReclassified {
kind: "triage.run.reclassified"
run: string
case: string
type: string
before: (string | null)
reason: (string | null)
by: string
}
/**
 * A run as the desk shows it. The console proves the rest itself from `digest` and `answers`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunRow".
 */
export interface RunRow {
run: string
case: string
protocol: string
version: string
digest: string
answers: {
[k: string]: string
}
answered_at: {
[k: string]: string
}
priority: (Priority | null)
rule: (string | null)
type: (string | null)
chosen: boolean
send: string[]
say: string[]
last_at: (string | null)
call: (string | null)
}
/**
 * An interview began with this very version of a protocol.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunStarted".
 */
export interface RunStarted {
kind: "triage.run.started"
run: string
case: string
mode: Mode1
language: string
protocol: string
version: string
digest: string
draft: boolean
facts: {
[k: string]: string
}
by: string
call?: (string | null)
}
/**
 * The last answer was taken back; `restored` is the one before it, `standing` what stood then.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "RunUndone".
 */
export interface RunUndone {
kind: "triage.run.undone"
run: string
question: string
answer: string
restored: (string | null)
standing: ProvenResult
by: string
}
/**
 * A person who did not write the review has looked at it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlagClosed".
 */
export interface SafetyFlagClosed {
kind: "review.review.safety_closed"
review: string
words: string
by: string
}
/**
 * A critical deviation: somebody may have been harmed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SafetyFlagRaised".
 */
export interface SafetyFlagRaised {
kind: "review.review.safety_raised"
review: string
items: string[]
}
/**
 * A step has been said (and done, where it waits for a yes); the next one comes up.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SayStep".
 */
export interface SayStep {
kind: "instructions.say_step"
run: string
step: string
language?: (string | null)
}
/**
 * A scenario that a trainer can choose; worded as `training.scenario.<name>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ScenarioView".
 */
export interface ScenarioView {
name: string
incidents: number
}
/**
 * That a report was made: what it said is in the letters and in the log.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneReport".
 */
export interface SceneReport {
number: number
at: string
by: string
given_by: (string | null)
letters: MethaneField[]
changed: MethaneField[]
read_back: boolean
late?: MethaneField[]
}
/**
 * Somebody said how it is there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneReported".
 */
export interface SceneReported {
kind: "major.scene.reported"
case: string
mode: Mode1
number: number
said: {
[k: string]: MethaneValue
}
by: string
given_by?: (string | null)
read_back?: boolean
}
/**
 * What was reported of one case. Its `id` is the case's.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SceneRow".
 */
export interface SceneRow {
id: string
case: string
mode: Mode1
letters: {
[k: string]: MethaneStatement
}
reports: SceneReport[]
sweeps: CasualtyCount[]
situations: {
[k: string]: PlanOutcomeEntry
}
hospitals: {
[k: string]: AlertedHospital
}
}
/**
 * What I find of one item; None: it does not apply. Said again, it counts as said last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ScoreItem".
 */
export interface ScoreItem {
kind: "review.score"
review: string
item: string
level: (ReviewLevel | null)
remark?: string
}
/**
 * Seal what is known. Only the system seals: `mark` is of a bundle that it has written from the facts up to now.
 * 
 * `asked_by` is the person on whose request it does so (`POST /api/case-files/{case}/seal`).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SealCase".
 */
export interface SealCase {
kind: "archive.seal_case"
case: string
number: number
mark: SealMark
asked_by?: (string | null)
}
/**
 * This person looks for the cases of one telephone.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SearchByPhone".
 */
export interface SearchByPhone {
kind: "archive.search_by_phone"
search: string
phone: string
}
/**
 * Nobody sits at the desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatLeft".
 */
export interface SeatLeft {
kind: "identity.seat.left"
desk: string
person: string
}
/**
 * They may not, for now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatRequestDeclined".
 */
export interface SeatRequestDeclined {
kind: "identity.seat.kept"
desk: string
to: string
name: string
by: string
}
/**
 * They may sit down.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatRequestGranted".
 */
export interface SeatRequestGranted {
kind: "identity.seat.given"
desk: string
to: string
name: string
by: string
}
/**
 * Somebody who would like to sit there, until when that stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatRequestRow".
 */
export interface SeatRequestRow {
person: string
name: string
at: string
until: string
}
/**
 * Somebody would like to sit at an occupied desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatRequested".
 */
export interface SeatRequested {
kind: "identity.seat.asked"
desk: string
person: string
name: string
}
/**
 * A desk that somebody else would like to sit at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatRow".
 */
export interface SeatRow {
id: string
mode: Mode1
centre: (string | null)
person: (string | null)
name: (string | null)
requests: SeatRequestRow[]
}
/**
 * A person sits at the desk. `before` is who was there, when somebody was; `roles` are those they sit down with.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SeatTaken".
 */
export interface SeatTaken {
kind: "identity.seat.taken"
desk: string
person: string
name: string
centre?: (string | null)
mode: Mode1
why: SeatTakenReason
before?: (string | null)
roles?: string[]
}
/**
 * A line of chat or real-time text from the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendCallerText".
 */
export interface SendCallerText {
kind: "calls.say"
call: string
words: string
}
/**
 * A line from the desk to the caller.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendDeskText".
 */
export interface SendDeskText {
kind: "calls.write"
call: string
words: string
}
/**
 * F9. Offer a task to every centre that the plan names for what is known, in one transaction.
 * 
 * Pressed again it is «AMPLIAR»: centres that have the task are asked for what is new, others are offered one,
 * and no centre is asked twice. The facts are those that the person saw when they pressed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendHelp".
 */
export interface SendHelp {
kind: "dispatch.send_help"
case: string
mode: Mode1
priority: Priority
type?: (string | null)
/**
 * @maxItems 40
 */
send?: string[]
municipality?: (string | null)
place?: (Point | null)
level?: number
}
/**
 * Words to a desk, a centre or a crew about one case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendMessage".
 */
export interface SendMessage {
kind: "followup.send_message"
message: string
case: string
/**
 * @minItems 1
 * @maxItems 50
 */
to: [FollowupParty, ...(FollowupParty)[]]
words: string
}
/**
 * An order to one crew at work, such as to wait for the police. It stands above the address until acknowledged.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendOrder".
 */
export interface SendOrder {
kind: "dispatch.send_order"
unit: string
change: string
change_kind: ChangeKind
words: string
}
/**
 * Send a question to a caller who reads, with its answers as buttons. That it was sent is a fact of the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendQuestion".
 */
export interface SendQuestion {
kind: "triage.send_question"
run: string
question: string
call: string
language: string
}
/**
 * A text to the radio of a unit, or to a talk group; as a call-out it wakes the crew until they answer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendRadioText".
 */
export interface SendRadioText {
kind: "radio.send"
entry: string
words: string
unit?: (string | null)
group?: (string | null)
call_out?: boolean
}
/**
 * Send a step to a caller who reads; the next one that can be read comes up.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SendStep".
 */
export interface SendStep {
kind: "instructions.send_step"
run: string
step: string
call: string
language: string
}
/**
 * The caller's page had it in sight, at the moment when this happened; it was recorded when the page could tell.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SentItemShown".
 */
export interface SentItemShown {
kind: "calls.call.sent_shown"
call: string
item: string
words: string
}
/**
 * This desk can take a call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetDeskReady".
 */
export interface SetDeskReady {
kind: "calls.stand_ready"
languages?: string[]
}
/**
 * Say what a call was that tells of no case.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetDisposition".
 */
export interface SetDisposition {
kind: "calls.dispose"
call: string
disposition: CallDisposition
}
/**
 * The desk switches easy language on or off on a caller's page (decision 0370).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetEasyReading".
 */
export interface SetEasyReading {
kind: "calls.set_easy_reading"
call: string
easy: boolean
}
/**
 * One file of a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetFile".
 */
export interface SetFile {
path: string
digest: string
}
/**
 * Who hears the beat.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetMetronome".
 */
export interface SetMetronome {
kind: "instructions.set_metronome"
run: string
mode: Metronome1
}
/**
 * A duty, whole: one that is new, or another form of one that is there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetOnCallDuty".
 */
export interface SetOnCallDuty {
kind: "rosters.set_on_call"
duty: string
function: OnCallFunction
notice?: (string | null)
agency?: (string | null)
centre?: (string | null)
hours: OnCallHours
/**
 * @minItems 1
 * @maxItems 5
 */
contacts: [OnCallContact]|[OnCallContact, OnCallContact]|[OnCallContact, OnCallContact, OnCallContact]|[OnCallContact, OnCallContact, OnCallContact, OnCallContact]|[OnCallContact, OnCallContact, OnCallContact, OnCallContact, OnCallContact]
}
/**
 * Have the desk offered the short opening first. Without `expires_at` it stands for a week.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetOpeningRule".
 */
export interface SetOpeningRule {
kind: "opening_rules.set"
rule: string
scope: OpeningRuleScope
subject?: string
ground: string
expires_at?: (string | null)
}
/**
 * A person raises it, or lowers it with a reason. P0 and P1 once offered need another permission.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetPriority".
 */
export interface SetPriority {
kind: "cases.set_priority"
case: string
priority: Priority
reason?: (string | null)
}
/**
 * A set was approved and follows the last.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetPut".
 */
export interface SetPut {
kind: "publishing.shelf.put"
release: string
number: number
content: string
stands_from: string
}
/**
 * The last one was taken back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetTaken".
 */
export interface SetTaken {
kind: "publishing.shelf.taken"
release: string
}
/**
 * What stands in one file of a set.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetText".
 */
export interface SetText {
path: string
text: string
}
/**
 * The agencies of a case have one command, and it has a talk group; the next free one where none is named.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetUpJointCommand".
 */
export interface SetUpJointCommand {
kind: "radio.set_up_command"
case: string
group?: (string | null)
}
/**
 * Begin to watch a promise. The id is derived from the fact that made it, so that a replay is a repeat.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SetWatch".
 */
export interface SetWatch {
kind: "followup.set_watch"
watch: string
kind_of: WatchKind
subject: string
made?: Cursor1
about?: (string | null)
amber_at?: (string | null)
red_at?: (string | null)
case?: (string | null)
call?: (string | null)
priority?: (Priority | null)
/**
 * @maxItems 50
 */
to?: FollowupParty[]
first?: EscalationLevel1
top?: EscalationLevel2
climb_s?: number
}
/**
 * One setting as an administrator sees it. Values are as they are written in the environment; empty: not given.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SettingInForce".
 */
export interface SettingInForce {
name: string
group: string
value: string
masked: boolean
default: string
origin: SettingOrigin
}
/**
 * The shift as it is from now on, whole.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftPlanned".
 */
export interface ShiftPlanned {
kind: "rosters.shift.planned"
person: string
shift: RosterShift
}
/**
 * There is none any more that begins then.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftRemoved".
 */
export interface ShiftRemoved {
kind: "rosters.shift.removed"
person: string
day: string
starts: string
}
/**
 * By the colleague.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftSwapAnswered".
 */
export interface ShiftSwapAnswered {
kind: "rosters.swap.answered"
swap: string
accepted: boolean
by_name: string
}
/**
 * Who asks whom for what.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftSwapAsked".
 */
export interface ShiftSwapAsked {
kind: "rosters.swap.asked"
swap: string
person: string
name: string
shift: RosterShift
colleague: string
colleague_name: string
in_return: (RosterShift | null)
}
/**
 * By who plans the roster.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftSwapDecided".
 */
export interface ShiftSwapDecided {
kind: "rosters.swap.decided"
swap: string
confirmed: boolean
by_name: string
}
/**
 * By who asked.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "ShiftSwapWithdrawn".
 */
export interface ShiftSwapWithdrawn {
kind: "rosters.swap.withdrawn"
swap: string
by_name: string
}
/**
 * Somebody could not sign in.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignInRefused".
 */
export interface SignInRefused {
kind: "identity.sign_in.refused"
login: string
person?: (string | null)
code: string
network?: string
}
/**
 * Nobody sits here any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOff".
 */
export interface SignOff {
kind: "calls.sign_off"
}
/**
 * It has no crew. Refused while it is assigned.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOffCrew".
 */
export interface SignOffCrew {
kind: "dispatch.sign_off_crew"
unit: string
}
/**
 * These people crew it from now on. A unit out of service becomes available.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignOnCrew".
 */
export interface SignOnCrew {
kind: "dispatch.sign_on_crew"
unit: string
/**
 * @minItems 1
 * @maxItems 12
 */
crew: [CrewMember]|[CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]|[CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember, CrewMember]
}
/**
 * Yes to this very set, in the name of an office that the person holds.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignRelease".
 */
export interface SignRelease {
kind: "publishing.sign"
release: string
office: Office
content: string
}
/**
 * A person signed in.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignedIn".
 */
export interface SignedIn {
kind: "identity.account.signed_in"
person: string
name: string
desk?: (string | null)
mode: Mode1
network?: string
}
/**
 * A person signed out, or was signed out. `why`: `left`, `put_out`, `roles`, `password`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SignedOut".
 */
export interface SignedOut {
kind: "identity.account.signed_out"
person: string
name: string
desk?: (string | null)
why: string
}
/**
 * A person declared a phase; `before` is the one that it replaced.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationDeclared".
 */
export interface SituationDeclared {
kind: "major.situation.declared"
situation: string
plan: string
name: string
phase: string
phase_name: string
before: (string | null)
cases: string[]
mode: Mode1
draft: boolean
version: string
by: string
area: string
act: string
words?: (string | null)
since: string
}
/**
 * A person did not follow a proposal.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationDismissed".
 */
export interface SituationDismissed {
kind: "major.situation.dismissed"
situation: string
plan: string
name: string
phase: string
phase_name: string
cases: string[]
by: string
reason: string
}
/**
 * How it last came to rest.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationEnd".
 */
export interface SituationEnd {
at: string
by: string
reason: string
dismissed: boolean
}
/**
 * The plan rests.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationEnded".
 */
export interface SituationEnded {
kind: "major.situation.ended"
situation: string
plan: string
name: string
phase: string
phase_name: string
cases: string[]
by: string
act: string
reason: string
}
/**
 * A rule holds and nobody has answered it yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationProposed".
 */
export interface SituationProposed {
kind: "major.situation.proposed"
situation: string
plan: string
name: string
phase: string
phase_name: string
mode: Mode1
draft: boolean
version: string
ground: PlanTrigger
}
/**
 * Where one plan stands.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationRow".
 */
export interface SituationRow {
id: string
plan: string
name: string
mode: Mode1
draft: boolean
version: string
cases: string[]
proposal: (PhaseProposal | null)
standing: (DeclaredPhase | null)
last: (SituationEnd | null)
}
/**
 * One more reason while a proposal waits; the phase is the gravest of all. Its clock goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SituationTriggerAdded".
 */
export interface SituationTriggerAdded {
kind: "major.situation.ground_added"
situation: string
plan: string
name: string
phase: string
phase_name: string
ground: PlanTrigger
}
/**
 * Where a unit without work was told to wait, so that fewer people are far from help.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandBy".
 */
export interface StandBy {
place: Point
name: string
at: string
by_name: string
gain?: (StandByGain | null)
}
/**
 * A move of this unit was proposed and not made.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByDeclined".
 */
export interface StandByDeclined {
kind: "dispatch.unit.stand_by_declined"
unit: string
place: Point
name: string
by: string
why: string
gain: StandByGain
}
/**
 * It waits there no longer: the centre withdrew it, or its crew goes back. Work and the end of a shift end it too.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByEnded".
 */
export interface StandByEnded {
kind: "dispatch.unit.stand_by_over"
unit: string
by: string
why?: (string | null)
}
/**
 * It was told where to wait. The order that interrupts its crew is a fact of its own.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StandByOrdered".
 */
export interface StandByOrdered {
kind: "dispatch.unit.stand_by_ordered"
unit: string
place: Point
name: string
by: string
gain?: (StandByGain | null)
}
/**
 * Begin an interview of a case. `facts` are shared facts already known; anything else in it is left out.
 * 
 * The same again, before its first answer, is refused (`run_exists`, with the run that is there): two windows pressed one key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StartRun".
 */
export interface StartRun {
kind: "triage.start_run"
run: string
case: string
protocol: string
language?: string
facts?: {
[k: string]: string
}
call?: (string | null)
}
/**
 * A trainer plays a scenario for these people.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StartTraining".
 */
export interface StartTraining {
kind: "training.start"
training: string
scenario: string
/**
 * @minItems 1
 * @maxItems 30
 */
trainees: [ChosenTrainee, ...(ChosenTrainee)[]]
limit_min?: number
}
/**
 * A clinician allowed a medication step.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepAuthorised".
 */
export interface StepAuthorised {
kind: "instructions.step.authorised"
run: string
step: string
by: string
shown?: boolean
}
/**
 * Show the step before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepBack".
 */
export interface StepBack {
kind: "instructions.back"
run: string
}
/**
 * A step was said by a recording, which began at this moment; what was on screen stayed there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepPlayed".
 */
export interface StepPlayed {
kind: "instructions.step.played"
run: string
step: string
by: string
language: string
call: string
recording: string
seconds: number
draft: boolean
}
/**
 * A clinician did not allow a medication step; `next` is what is on screen after it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepRefused".
 */
export interface StepRefused {
kind: "instructions.step.refused"
run: string
step: string
reason: string
next: (string | null)
by: string
}
/**
 * A step was said again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepRepeated".
 */
export interface StepRepeated {
kind: "instructions.step.repeated"
run: string
step: string
by: string
language?: (string | null)
}
/**
 * A step was said; `next` is what came on screen. `mark`: of older facts, the moment that was marked with it; a person marks it now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepSaid".
 */
export interface StepSaid {
kind: "instructions.step.said"
run: string
step: string
next: (string | null)
mark: (string | null)
by: string
language?: (string | null)
}
/**
 * A step of a card went to the caller in writing, with what is left of the card.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepSent".
 */
export interface StepSent {
kind: "calls.call.step_sent"
call: string
item: string
run: string
card: string
step: string
language: string
words: string
/**
 * @maxItems 60
 */
rest: CardText[]
bpm: (number | null)
marks: string[]
easy?: (EasyText | null)
of_call?: boolean
asks?: boolean
only_asks?: boolean
}
/**
 * The answers no longer prove the compression card whose step was sent last, or its compressions stop or go on. Until its next
 * step is sent, the page says that a new one is coming.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepSuperseded".
 */
export interface StepSuperseded {
kind: "calls.call.step_superseded"
call: string
item: string
stops?: boolean
}
/**
 * A step was sent in writing: nobody has said it. What the caller has seen of it is told by the call.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StepWritten".
 */
export interface StepWritten {
kind: "instructions.step.written"
run: string
step: string
next: (string | null)
call: string
by: string
language: string
}
/**
 * An earlier step came on screen again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SteppedBack".
 */
export interface SteppedBack {
kind: "instructions.step.went_back"
run: string
step: string
by: string
}
/**
 * An answer proves that the patient breathes normally: what the mark `rosc` does, without it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopCompressions".
 */
export interface StopCompressions {
kind: "instructions.stop_compressions"
run: string
}
/**
 * The supervisor stops listening, whispering or taking part.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopMonitoring".
 */
export interface StopMonitoring {
kind: "calls.stop_listening"
call: string
}
/**
 * Nobody needs to be told any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopNotification".
 */
export interface StopNotification {
kind: "notifications.stop"
notification: string
}
/**
 * The recording that plays was cut off before its end.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StopPlaying".
 */
export interface StopPlaying {
kind: "instructions.stop_playing"
run: string
recording: string
after_s: number
}
/**
 * One fact, for the story of a case. The console words it from `kind` and `body`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "StoryRow".
 */
export interface StoryRow {
id: string
kind: string
at: string
recorded_at: string
by: string
desk: (string | null)
stream: string
cause: string
body: unknown
}
/**
 * All that those who sign are shown, the gravest first.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Study".
 */
export interface Study {
documents: DocumentChange[]
files: string[]
past: PastRunsDifference
area?: (AreaChange | null)
plan?: (PlanReplay | null)
whole?: WholeDifference
paths: number
warnings: number
}
/**
 * Everything that is not the same in two sets.
 */
export interface WholeDifference {
same: boolean
changes?: ContentChange[]
in_all?: number
harmful?: number
unnamed?: number
not_judged?: number
}
/**
 * It is written. From here on there are only corrections.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SubmitReview".
 */
export interface SubmitReview {
kind: "review.submit"
review: string
words?: string
}
/**
 * Somebody has read whose line it is. The envelope says who.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SubscriberRead".
 */
export interface SubscriberRead {
kind: "calls.call.subscriber_read"
call: string
}
/**
 * The room is in surge.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SurgeDeclared".
 */
export interface SurgeDeclared {
kind: "followup.room.surge_declared"
room: string
mode: Mode1
by_name: string
reason: string
}
/**
 * It is not any more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SurgeEnded".
 */
export interface SurgeEnded {
kind: "followup.room.surge_ended"
room: string
mode: Mode1
by_name: string
}
/**
 * What somebody is told of swaps, whatever page they look at.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "SwapNews".
 */
export interface SwapNews {
swaps: ShownSwap[]
decisions: string[]
}
/**
 * Whatever stood before the newest release stands again, at once. One approver is enough: it was in force before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeBackRelease".
 */
export interface TakeBackRelease {
kind: "publishing.take_back"
release: string
reason: string
}
/**
 * This desk owns the case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeOverCase".
 */
export interface TakeOverCase {
kind: "cases.take_over"
case: string
}
/**
 * This person of the table answered: the message with its code, or with `by_key` the spoken call with the key.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeReply".
 */
export interface TakeReply {
kind: "notifications.take_reply"
notification: string
contact: number
by_key?: boolean
words?: string
/**
 * @maxItems 20
 */
other_codes?: []|[string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
doubtful?: boolean
}
/**
 * I write this one.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeReview".
 */
export interface TakeReview {
kind: "review.take"
review: string
}
/**
 * A person signs in at a desk. `present` are those whose windows at it spoke within `ABANDONED_S`.
 * 
 * `asks` is false where the sign-in is repeated for a request that was made before: it asks for the seat no second time,
 * so that a refused request stays refused.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TakeSeat".
 */
export interface TakeSeat {
kind: "identity.take_seat"
desk: string
person: string
name: string
centre?: (string | null)
mode?: Mode6
/**
 * @maxItems 100
 */
present?: string[]
roles?: string[]
asks?: boolean
}
/**
 * The centre has it (T7). `by_rule` when its agency delegated the first alert and no person has answered yet.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskAccepted".
 */
export interface TaskAccepted {
kind: "dispatch.task.accepted"
task: string
by: string
soon_s: (number | null)
due_s: (number | null)
by_rule?: boolean
}
/**
 * A neighbour was asked for a part of this task, which stays where it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskAidRequested".
 */
export interface TaskAidRequested {
kind: "dispatch.task.aid_asked"
task: string
aid: string
centre: string
/**
 * @maxItems 40
 */
capabilities: string[]
by: string
reason: AidReason
words?: (string | null)
uncovered?: (string[] | null)
}
/**
 * Not needed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskCancelled".
 */
export interface TaskCancelled {
kind: "dispatch.task.cancelled"
task: string
by: string
reason: string
}
/**
 * The centre knows.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskChangeAcknowledged".
 */
export interface TaskChangeAcknowledged {
kind: "dispatch.task.change_acknowledged"
task: string
change: string
acknowledgement: Acknowledgement
}
/**
 * A critical change interrupts the centre.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskChangeRaised".
 */
export interface TaskChangeRaised {
kind: "dispatch.task.change_raised"
task: string
change: CriticalChange
priority?: (Priority | null)
place?: (Point | null)
soon_s?: (number | null)
due_s?: (number | null)
}
/**
 * Somebody tried to learn how it goes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskContactAttempted".
 */
export interface TaskContactAttempted {
kind: "dispatch.task.contact_tried"
task: string
by: string
whom: string
reached: boolean
}
/**
 * This service's work is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskEnded".
 */
export interface TaskEnded {
kind: "dispatch.task.ended"
task: string
by: string
outcome: TaskOutcome
words?: (string | null)
}
/**
 * It is asked for more than it was offered.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskExtended".
 */
export interface TaskExtended {
kind: "dispatch.task.extended"
task: string
/**
 * @maxItems 40
 */
capabilities: string[]
/**
 * @maxItems 40
 */
uncovered?: string[]
soon_s?: (number | null)
due_s?: (number | null)
}
/**
 * Its case was the same as another, or was not after all: it is work of that one now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskMoved".
 */
export interface TaskMoved {
kind: "dispatch.task.moved"
task: string
case: string
was_in: string
centre: string
}
/**
 * Told by telephone and read back (T7).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskNotifiedByPhone".
 */
export interface TaskNotifiedByPhone {
kind: "dispatch.task.told"
task: string
told: TelephoneNotice
soon_s: (number | null)
due_s: (number | null)
}
/**
 * A task told by telephone: who told whom, and what was read back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TelephoneNotice".
 */
export interface TelephoneNotice {
by: string
by_name: string
to: string
read_back: string
at: string
}
/**
 * A centre is asked (T6), by voice where it has no console. `follows` is the task that nobody took.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskOffered".
 */
export interface TaskOffered {
kind: "dispatch.task.offered"
task: string
case: string
mode: Mode1
centre: string
agency: string
service: string
/**
 * @maxItems 40
 */
capabilities: string[]
priority: Priority
by: string
soon_s: number
due_s: number
place?: (Point | null)
by_telephone?: boolean
reflex?: boolean
fallbacks?: string[]
reasons?: ProposalReason[]
follows?: (string | null)
aid_of?: (string | null)
aid_for?: (string | null)
offered_from?: (string | null)
/**
 * @maxItems 40
 */
by_centre?: string[]
}
/**
 * Another centre was asked in its place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskPassedOn".
 */
export interface TaskPassedOn {
kind: "dispatch.task.passed_on"
task: string
to: string
centre: string
}
/**
 * Not taken. `next_centre` is who the plan asks now; None when no centre is left.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskRefused".
 */
export interface TaskRefused {
kind: "dispatch.task.refused"
task: string
by: string
reason: RefusalReason
words?: (string | null)
next_centre?: (string | null)
}
/**
 * Its agency follows it from here.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskReleased".
 */
export interface TaskReleased {
kind: "dispatch.task.released"
task: string
by: string
to: string
reason: string
}
/**
 * One task as desk, centre and room show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskRow".
 */
export interface TaskRow {
id: string
case: string
mode: Mode1
state: TaskState
centre: string
agency: string
service: string
capabilities: string[]
priority: Priority
offered_at: string
offered_by: string
reasons: ProposalReason[]
place: (Point | null)
by_telephone: boolean
reflex: boolean
fallbacks: string[]
since: string
soon_at: (string | null)
due_at: (string | null)
accepted_at: (string | null)
accepted_by: (string | null)
accepted_by_rule: boolean
told: (TelephoneNotice | null)
refusal: (RefusalReason | null)
words: (string | null)
assignments: string[]
uncovered: string[]
by_centre: string[]
units: number
first_unit_at: (string | null)
changes: CriticalChange[]
contact_attempts: number
aid_of: (string | null)
aid_for: (string | null)
aids: string[]
passed_to: (string | null)
nobody_since: (string | null)
unowned: boolean
outcome: (TaskOutcome | null)
over_at: (string | null)
over_by: (string | null)
released_to: (string | null)
hidden: boolean
}
/**
 * The two clocks that a task carries. The defaults are ours; each agency sets its own in its plan.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskTimeLimits".
 */
export interface TaskTimeLimits1 {
/**
 * @minItems 4
 * @maxItems 4
 */
accept_soon_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
accept_due_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
no_unit_soon_s?: never[]
/**
 * @minItems 4
 * @maxItems 4
 */
no_unit_due_s?: never[]
}
/**
 * Nobody answered in time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskTimedOut".
 */
export interface TaskTimedOut {
kind: "dispatch.task.timed_out"
task: string
next_centre?: (string | null)
}
/**
 * A unit works on it; the first one is T8.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskUnitAssigned".
 */
export interface TaskUnitAssigned {
kind: "dispatch.task.unit_given"
task: string
assignment: string
/**
 * @maxItems 40
 */
can?: string[]
/**
 * @maxItems 40
 */
uncovered?: string[]
soon_s?: (number | null)
due_s?: (number | null)
}
/**
 * That unit no longer does. Unless its work was `finished`, a task without any runs the clock of the first unit again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskUnitWithdrawn".
 */
export interface TaskUnitWithdrawn {
kind: "dispatch.task.unit_gone"
task: string
assignment: string
finished: boolean
/**
 * @maxItems 40
 */
did?: string[]
soon_s: (number | null)
due_s: (number | null)
/**
 * @maxItems 40
 */
uncovered?: string[]
awaited?: boolean
}
/**
 * No centre of the plan is left to ask: an alarm of the room.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskUnowned".
 */
export interface TaskUnowned {
kind: "dispatch.task.nobody_has_it"
task: string
service?: string
}
/**
 * Help was to be sent, and no centre that the plan names for it is registered here: nobody was asked. `centre` is the
 * first that it names. An alarm of the room follows (`TaskUnowned`), until another centre is asked in its place.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TaskWithoutCentre".
 */
export interface TaskWithoutCentre {
kind: "dispatch.task.without_centre"
task: string
case: string
mode: Mode1
centre: string
agency: string
service: string
/**
 * @maxItems 40
 */
capabilities: string[]
priority: Priority
by: string
place?: (Point | null)
reasons?: ProposalReason[]
/**
 * @maxItems 40
 */
by_centre?: string[]
}
/**
 * Somebody with a number, as a desk or a centre finds and dials them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TelephoneContact".
 */
export interface TelephoneContact {
name: string
number: string
speaks?: string[]
organisation?: (string | null)
purpose?: (string | null)
hours?: (string | null)
}
/**
 * `saved` is what the processes have at their next start, `in_force` what they have now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TelephoneView".
 */
export interface TelephoneView {
saved: Trunk
in_force: Trunk
given_elsewhere: string[]
voice: boolean
address: string
calls: CallThatCame[]
}
/**
 * Settings of the same names; empty: none.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Trunk".
 */
export interface Trunk {
sip_trunk: string
sip_trusted: string
}
/**
 * Somebody telephoned the duty officer by hand, about a watch that has climbed that far.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TellDutyOfficer".
 */
export interface TellDutyOfficer {
kind: "followup.tell_duty_officer"
watch: string
reached: boolean
}
/**
 * Somebody telephoned about a notice. Reached keeps it; not reached is recorded, and it rings again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TellNotice".
 */
export interface TellNotice {
kind: "followup.tell_notice"
watch: string
whom: string
reached: boolean
words?: (string | null)
}
/**
 * A plan stands in a phase of which it says that this party must be told. With nobody listed the room is alarmed at once.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TellPlanParty".
 */
export interface TellPlanParty {
kind: "notifications.tell_plan_party"
notification: string
situation: string
mode: Mode1
party: string
plan: NotifiedPlan
by: string
}
/**
 * A unit's radio is out of reach.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalLost".
 */
export interface TerminalLost {
kind: "radio.terminal.lost"
radio: string
mode: Mode1
gateway: string
unit?: (string | null)
}
/**
 * A unit's radio is on its network.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalRegistered".
 */
export interface TerminalRegistered {
kind: "radio.terminal.found"
radio: string
mode: Mode1
gateway: string
unit?: (string | null)
}
/**
 * One radio of a unit.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TerminalRow".
 */
export interface TerminalRow {
id: string
mode: Mode1
unit: (string | null)
reachable: boolean
since: string
gateway: string
}
/**
 * A test call was heard and told how it went. It is no call of anybody's, and rang at no desk.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TestCallAnswered".
 */
export interface TestCallAnswered {
kind: "calls.test_call.answered"
test_call: string
line: string
phone?: (string | null)
user_agent?: (string | null)
transport: string
code: number
positions?: number
bodies?: string[]
}
/**
 * An answer by short message came so far. `line` is the command that wrote it; `code` the gateway's own, of a failure.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextDeliveryReported".
 */
export interface TextDeliveryReported {
kind: "calls.call.text_delivery_reported"
call: string
line: string
state: TextDelivery
code?: string
}
/**
 * From now on the caller can read what the desk writes, and write, beside the voice or instead of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TextOpened".
 */
export interface TextOpened {
kind: "calls.call.text_opened"
call: string
}
/**
 * The accept clock ran out. Says nothing when the task was answered meanwhile or its clock was set anew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TimeOutTask".
 */
export interface TimeOutTask {
kind: "dispatch.time_out_task"
task: string
}
/**
 * What an administrator wants. `certificate` and `key`, in PEM, only for files; `trusted_proxies` only for a proxy.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TlsChoice".
 */
export interface TlsChoice {
way: TlsWay
public_url?: string
certificate?: string
key?: string
trusted_proxies?: string
}
/**
 * How pages reach people. `certificate`: None where Auxilio speaks no TLS, or the file cannot be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TlsState".
 */
export interface TlsState {
way: TlsWay
public_url: string
trusted_proxies: string
certificate?: (CertificateView | null)
}
/**
 * `saved` is what the processes have at their next start, `in_force` what they have now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TlsView".
 */
export interface TlsView {
saved: TlsState
in_force: TlsState
given_elsewhere: string[]
port: number
}
/**
 * The trainer remarked something to one trainee.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TraineeCommented".
 */
export interface TraineeCommented {
kind: "training.trainee.commented"
training: string
comment: string
person: string
by_name: string
words: string
incident: (number | null)
moment?: (string | null)
}
/**
 * What it opened is closed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingClosed".
 */
export interface TrainingClosed {
kind: "training.session.closed"
training: string
left_open?: number
}
/**
 * It is over.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingEnded".
 */
export interface TrainingEnded {
kind: "training.session.ended"
training: string
reason?: PracticeEnd1
}
/**
 * It stands still.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingPaused".
 */
export interface TrainingPaused {
kind: "training.session.paused"
training: string
}
/**
 * It goes on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingResumed".
 */
export interface TrainingResumed {
kind: "training.session.resumed"
training: string
}
/**
 * The scores that this reader may see.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingScoreSheet".
 */
export interface TrainingScoreSheet {
training: string
scores: IncidentScore[]
}
/**
 * A practice session began.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingStarted".
 */
export interface TrainingStarted {
kind: "training.session.started"
training: string
mode: Mode1
scenario: string
seed: number
incidents: number
trainer: string
trainer_name: string
trainees: Trainee[]
limit_min?: number
}
/**
 * Sessions of the mode of the reader's session, the newest first, as far as they may be read, and what a trainer can choose.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrainingView".
 */
export interface TrainingView {
leads: boolean
scenarios: ScenarioView[]
sessions: PracticeSession[]
people: PossibleTrainee[]
alone?: string[]
calls_over?: string[]
}
/**
 * Hand the caller on to a party: who speaks already takes the desk's place, who is still rung takes it on answering.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TransferCall".
 */
export interface TransferCall {
kind: "calls.transfer"
call: string
party: string
}
/**
 * The patient is in the hands of the hospital, or of another service: of whom there.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TransferPatientCare".
 */
export interface TransferPatientCare {
kind: "dispatch.hand_over"
patient: string
to: string
at?: (string | null)
}
/**
 * What is to be read, and the file with what was read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TranslationAnswer".
 */
export interface TranslationAnswer {
path: string
text: (string | null)
language: string
languages: string[]
reader: string
role: string
documents: TranslationRow[]
read: number
open?: (OpenTranslation | null)
}
/**
 * One document with words in the language.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TranslationRow".
 */
export interface TranslationRow {
kind: ("card" | "protocol")
id: string
title: {
[k: string]: string
}
life: boolean
state: ("changed" | "read" | "to_mend" | "unread")
by?: (string | null)
role?: (string | null)
at?: (string | null)
corrections?: number
}
/**
 * What its reader says of the open document: it was read, or one sentence of it is wrong.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TranslationMark".
 */
export interface TranslationMark {
digest: string
wrong?: (WrongSentence | null)
}
/**
 * What a reader finds wrong with a sentence; with an empty note it is right after all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WrongSentence".
 */
export interface WrongSentence {
original: string
said: string
note: string
}
/**
 * A draft, the language that is read, and the document that is open in it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TranslationQuestion".
 */
export interface TranslationQuestion {
draft: DocumentDraft
language: string
document?: (string | null)
mark?: (TranslationMark | null)
}
/**
 * A factor is in force, with all that it was learnt from.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TravelTimeFactorAdopted".
 */
export interface TravelTimeFactorAdopted {
kind: "dispatch.pace.adopted"
pace: string
agency: string
mode: Mode1
version: number
factor: number
learnt: LearntFactor
by: string
words?: (string | null)
}
/**
 * None is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TravelTimeFactorDropped".
 */
export interface TravelTimeFactorDropped {
kind: "dispatch.pace.dropped"
pace: string
version: number
by: string
words?: (string | null)
}
/**
 * One question to both plans.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "Trial".
 */
export interface Trial {
draft: Draft
facts: PlanFacts
}
/**
 * What both answer; `tried` is None while the draft cannot be read.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrialAnswer".
 */
export interface TrialAnswer {
faults: DocumentFault[]
tried?: (DraftComparison | null)
versions?: (never[] | null)
levels?: number[]
places?: string[]
names?: {
[k: string]: string
}
}
/**
 * What happened: worded as `trunk.step.<code>`.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrialStep".
 */
export interface TrialStep {
code: string
failed: boolean
facts?: {
[k: string]: string | number
}
}
/**
 * A call to this number; `short_allowed`: also where it may be one for emergencies.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrunkTrialAsk".
 */
export interface TrunkTrialAsk {
number: string
short_allowed?: boolean
}
/**
 * In the order in which it happened. Well, when no step failed.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "TrunkTrialReport".
 */
export interface TrunkTrialReport {
steps: TrialStep[]
}
/**
 * Take back the last answer: a key pressed by mistake.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UndoAnswer".
 */
export interface UndoAnswer {
kind: "triage.undo_answer"
run: string
}
/**
 * The unit was given work (T8, T9). Its position is the one that the decision used.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAlerted".
 */
export interface UnitAlerted {
kind: "dispatch.unit.alerted"
unit: string
assignment: string
task: string
case: string
orders?: CriticalChange[]
}
/**
 * Its run has ended: it is of the command post from now on.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitAtPost".
 */
export interface UnitAtPost {
kind: "dispatch.unit.at_post"
unit: string
operation: string
post: string
}
/**
 * It has no work any more. The alert is taken back; what the crew reported stays.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitFreed".
 */
export interface UnitFreed {
kind: "dispatch.unit.freed"
unit: string
assignment: string
reason: ReleaseReason
by: string
words?: (string | null)
}
/**
 * A press that came too late to be the status. Nothing that a crew said is thrown away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitLateStatusKept".
 */
export interface UnitLateStatusKept {
kind: "dispatch.unit.press_kept"
unit: string
status: UnitStatus
reason: LateStatusReason
assignment?: (string | null)
heard?: (string | null)
}
/**
 * It is lent to an operation. `waits`: at work, it goes to the command post when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitLent".
 */
export interface UnitLent {
kind: "dispatch.unit.lent"
unit: string
operation: string
name: string
post: string
lender: string
waits?: boolean
}
/**
 * The unit is promised to a preventive operation, or is at its command post (docs/nouns/planned-event.md).
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitLoan".
 */
export interface UnitLoan {
operation: string
name: string
post: string
waits?: boolean
homeward?: boolean
}
/**
 * Where a unit was last seen, as maps and lists show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitLocation".
 */
export interface UnitLocation {
unit: string
point: Point
at: string
accuracy_m?: (number | null)
speed_m_s?: (number | null)
course_deg?: (number | null)
road?: (Point | null)
on_road?: (RoadMatchResult | null)
}
/**
 * Its work is the same, and belongs to another case now.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitMoved".
 */
export interface UnitMoved {
kind: "dispatch.unit.moved"
unit: string
case: string
was_in: string
}
/**
 * An order or a critical change interrupts the crew.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitOrdered".
 */
export interface UnitOrdered {
kind: "dispatch.unit.ordered"
unit: string
order: CriticalChange
by: string
}
/**
 * Its centre wants it back.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRecalled".
 */
export interface UnitRecalled {
kind: "preventive.operation.unit_asked_back"
operation: string
unit: string
by_name: string
words?: string
}
/**
 * The fixed data of a unit. `out` when it is at work: then its centre and its callsign stay as they are.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRecord".
 */
export interface UnitRecord {
id: string
callsign: string
agency: string
centre: string
capabilities: string[]
home: Point
mode: Mode1
talk_group: (string | null)
phone: (string | null)
radios: string[]
retired: boolean
out: boolean
}
/**
 * Its fixed data.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRegistered".
 */
export interface UnitRegistered {
kind: "dispatch.unit.registered"
unit: string
callsign: string
agency: string
centre: string
/**
 * @minItems 1
 * @maxItems 20
 */
capabilities: [string]|[string, string]|[string, string, string]|[string, string, string, string]|[string, string, string, string, string]|[string, string, string, string, string, string]|[string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]|[string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string, string]
home: Point
mode: Mode1
talk_group?: (string | null)
phone?: (string | null)
radios?: string[]
retired?: boolean
}
/**
 * A centre was asked for one of its units.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRequested".
 */
export interface UnitRequested {
kind: "preventive.operation.unit_asked_for"
operation: string
unit: string
callsign: string
lender: string
by_name: string
words?: string
}
/**
 * It is of its own centre again.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitReturnedHome".
 */
export interface UnitReturnedHome {
kind: "dispatch.unit.came_home"
unit: string
operation: string
centre: string
}
/**
 * It is wanted at home, and goes there when its run ends.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitReturning".
 */
export interface UnitReturning {
kind: "dispatch.unit.homeward"
unit: string
operation: string
}
/**
 * One unit as centre, room, desk and its own crew show it. Its position comes apart: it is telemetry.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitRow".
 */
export interface UnitRow {
id: string
callsign: string
agency: string
centre: string
capabilities: string[]
home: Point
mode: Mode1
talk_group: (string | null)
phone: (string | null)
radios: string[]
status: UnitStatus
status_at: string
status_by: (string | null)
entered_for: (string | null)
crew: CrewMember[]
signed_on_at: (string | null)
assignment: (string | null)
task: (string | null)
case: (string | null)
assigned_at: (string | null)
orders: CriticalChange[]
emergency: (CrewEmergency | null)
stand_by: (StandBy | null)
lent_by: (string | null)
lent: (UnitLoan | null)
kept_presses: number
}
/**
 * What the crew says. `said_by` when it came by voice and a desk entered it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnitStatusReported".
 */
export interface UnitStatusReported {
kind: "dispatch.unit.status_reported"
unit: string
status: UnitStatus
said_by?: (string | null)
entered_by?: (string | null)
for_centre?: (string | null)
heard?: (string | null)
}
/**
 * A call that was linked does not tell of this case after all.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnlinkCall".
 */
export interface UnlinkCall {
kind: "cases.unlink_call"
case: string
call: string
}
/**
 * It was another one after all: a merged case goes on by itself, with everything that was known of it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnmergeCase".
 */
export interface UnmergeCase {
kind: "cases.part"
case: string
}
/**
 * What the two offices have still to sign of the content in force.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnsignedContent".
 */
export interface UnsignedContent {
content: string
documents: UnsignedDocument[]
signed: number
}
/**
 * A document in force that two offices have not signed. `title` and `digest` are empty for a file of the plans.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UnsignedDocument".
 */
export interface UnsignedDocument {
kind: ("card" | "file" | "protocol")
id: string
title?: {
[k: string]: string
}
version: string
digest?: (string | null)
unread?: string[]
}
/**
 * What is known better now. What is left out stays as it is.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "UpdatePatient".
 */
export interface UpdatePatient {
kind: "dispatch.update_patient"
patient: string
age?: (AgeBand | null)
words?: (string | null)
triage?: (TriageColour | null)
priority?: (Priority | null)
unit?: (string | null)
state?: (PatientState | null)
outcome?: (PatientOutcome | null)
at?: (string | null)
}
/**
 * The person who stood at this desk has left its seat: it counts as empty until the next person reports.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "VacateDesk".
 */
export interface VacateDesk {
kind: "calls.vacate_desk"
desk: string
person: string
}
/**
 * What the vehicle of one call stores to drive with, as centres and crews of the case read it: no number and no holder.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "VehicleRow".
 */
export interface VehicleRow {
id: string
rang_at: string
vehicle: (VehicleCategory | null)
propulsion: (Propulsion[] | null)
}
/**
 * It became the status, or was known already.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "VerdictRecorded".
 */
export interface VerdictRecorded {
kind: "radio.entry.judged"
entry: string
verdict: RadioVerdict
}
/**
 * Somebody has read the vehicle's identification number. The envelope says who.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "VinRead".
 */
export interface VinRead {
kind: "calls.call.vin_read"
call: string
}
/**
 * Tell the hospital who comes. A clock runs until it says yes.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WarnHospital".
 */
export interface WarnHospital {
kind: "dispatch.warn_hospital"
patient: string
hospital: string
to?: (string | null)
/**
 * @maxItems 40
 */
shown?: ShownHospital[]
words?: (string | null)
at?: (string | null)
}
/**
 * A person looked at the warning.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WarningAnswered".
 */
export interface WarningAnswered {
kind: "cases.case.warning_answered"
case: string
code: string
words?: (string | null)
}
/**
 * It will soon be late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchAmber".
 */
export interface WatchAmber {
kind: "followup.watch.amber"
watch: string
}
/**
 * A person knows. `again_at` is when it fires again if the promise is still not kept; None ends it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchAnswered".
 */
export interface WatchAnswered {
kind: "followup.watch.answered"
watch: string
by: string
by_name: string
words?: (string | null)
again_at?: (string | null)
}
/**
 * Nothing left to promise.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchCancelled".
 */
export interface WatchCancelled {
kind: "followup.watch.cancelled"
watch: string
by: string
}
/**
 * It was not answered at the level below, so it escalated. `telephone` when the room is asked to telephone the duty officer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchEscalated".
 */
export interface WatchEscalated {
kind: "followup.watch.escalated"
watch: string
level: EscalationLevel
telephone?: boolean
}
/**
 * It is late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchFired".
 */
export interface WatchFired {
kind: "followup.watch.fired"
watch: string
level: EscalationLevel
}
/**
 * The promise was kept, in time or late.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchKept".
 */
export interface WatchKept {
kind: "followup.watch.kept"
watch: string
by: string
}
/**
 * It stands under another case, and says so to these.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchMoved".
 */
export interface WatchMoved {
kind: "followup.watch.moved"
watch: string
case: string
to?: FollowupParty[]
}
/**
 * One promise as desks, centre and room show it.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchRow".
 */
export interface WatchRow {
id: string
kind: WatchKind
state: WatchState
mode: Mode1
subject: string
about: (string | null)
case: (string | null)
call: (string | null)
priority: (Priority | null)
to: FollowupParty[]
level: EscalationLevel
set_at: string
amber_at: (string | null)
red_at: (string | null)
fired_at: (string | null)
fired: number
duty_officer_calls: number
answered_at: (string | null)
answered_by_name: (string | null)
words: (string | null)
over_at: (string | null)
over_by: (string | null)
attempts: NoticeAttempt[]
stands: boolean
}
/**
 * Somebody promised something, by a time.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WatchSet".
 */
export interface WatchSet {
kind: "followup.watch.set"
watch: string
kind_of: WatchKind
subject: string
mode: Mode1
made?: Cursor2
about?: (string | null)
amber_at?: (string | null)
red_at?: (string | null)
case?: (string | null)
call?: (string | null)
priority?: (Priority | null)
to?: FollowupParty[]
first?: EscalationLevel3
top?: EscalationLevel4
climb_s?: number
}
/**
 * Everything that is not the same in two sets.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WholeDifference".
 */
export interface WholeDifference1 {
same: boolean
changes?: ContentChange[]
in_all?: number
harmful?: number
unnamed?: number
not_judged?: number
}
/**
 * The wind at the place; `turns` when dangerous goods are known and it did not blow from there before.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WindReported".
 */
export interface WindReported {
kind: "cases.case.wind_said"
case: string
blows_from: WindFrom
by: string
before?: (WindFrom | null)
turns?: boolean
}
/**
 * I stay.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawHandover".
 */
export interface WithdrawHandover {
kind: "followup.withdraw_handover"
handover: string
}
/**
 * It holds no longer.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawNews".
 */
export interface WithdrawNews {
kind: "followup.withdraw_news"
news: string
}
/**
 * It was recorded by mistake, or was taken from them.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawQualification".
 */
export interface WithdrawQualification {
kind: "rosters.withdraw_qualification"
person: string
code: string
}
/**
 * Its author takes the proposal away.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawRelease".
 */
export interface WithdrawRelease {
kind: "publishing.withdraw"
release: string
reason: string
}
/**
 * Ask for a medication step no more: the caller has none, or nobody is on the line.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawRequest".
 */
export interface WithdrawRequest {
kind: "instructions.withdraw_request"
run: string
step: string
}
/**
 * Who asked asks no more.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawShiftSwap".
 */
export interface WithdrawShiftSwap {
kind: "rosters.withdraw_swap"
swap: string
}
/**
 * Back to its base: the centre says so.
 * 
 * This interface was referenced by `Protocol`'s JSON-Schema
 * via the `definition` "WithdrawStandBy".
 */
export interface WithdrawStandBy {
kind: "dispatch.withdraw_stand_by"
unit: string
change: string
why: string
}

/** Everything that can be asked of the server. */
export type AnyCommand =
  | AcceptHandover
  | AcceptRisk
  | AcceptTask
  | AcknowledgeChange
  | AcknowledgeEntry
  | AcknowledgeHospitalWarning
  | AcknowledgeNotification
  | AcknowledgeOrder
  | AddAddendum
  | AddCallNote
  | AddHospital
  | AdoptTravelTimeFactor
  | AdvanceNotification
  | AlertHospital
  | AlertUnit
  | AnswerCall
  | AnswerCrewEmergency
  | AnswerLoan
  | AnswerParty
  | AnswerQuestion
  | AnswerShiftSwap
  | AnswerWarning
  | AnswerWatch
  | AskShiftSwap
  | AssignGroup
  | AssignGroupByRule
  | AttachFile
  | AuthoriseStep
  | BeginIncident
  | BeginOperation
  | BringUnitHome
  | CallOutStation
  | CancelTask
  | CancelWatch
  | ChangeClosure
  | ChangeHospital
  | ChangeOperation
  | ChangePartner
  | ChangePremiseNote
  | ChangeProtocol
  | ChooseByRule
  | ChooseCall
  | ChooseEasyReading
  | ChooseLanguage
  | ChooseSecond
  | ChooseType
  | ClassifyCase
  | CloseCard
  | CloseCase
  | CloseRun
  | CloseSafety
  | CommentTrainee
  | ConfirmApiKey
  | ConfirmContent
  | ConfirmRetry
  | Consult
  | CopyRosterWeek
  | CorrectReview
  | CountCasualties
  | DecideShiftSwap
  | DeclareCapacity
  | DeclareSituation
  | DeclareSurge
  | DeclineSeatRequest
  | DeclineStandBy
  | DialForCase
  | DismissSituation
  | DivertHospital
  | DivertUnit
  | DrawClosure
  | DrawDay
  | DropTravelTimeFactor
  | EndByCaller
  | EndClosure
  | EndHospitalDiversion
  | EndJointCommand
  | EndLocationRequest
  | EndOnCallDuty
  | EndOpeningRule
  | EndOperation
  | EndPractice
  | EndPremiseNote
  | EndSituation
  | EndSurge
  | EndTask
  | EndTraining
  | EnterPremiseNote
  | EnterStatus
  | EnterUnit
  | EscalateCallBack
  | EscalateTask
  | EscalateWatch
  | ExpireOffer
  | ExpireOperation
  | ExtendOperation
  | ExtendTask
  | FileNotification
  | FinishOperation
  | FireWatch
  | GiveLink
  | GrantSeatRequest
  | HangUp
  | HangUpOutgoing
  | HearOutgoingRecording
  | HearRecording
  | Hold
  | IdentifyCaller
  | JoinCase
  | JoinRetry
  | KeepAssignmentTrack
  | KeepCallerDraft
  | KeepDeskDraft
  | KeepRecording
  | KeepWatch
  | LeaveCase
  | LeaveSeat
  | LeaveStandBy
  | LendUnit
  | LiftClosure
  | LinkCall
  | LocateCase
  | LogCallBackAttempt
  | LogManualCall
  | LogRadioCall
  | LoseDeskLine
  | MarkHelpSent
  | MarkMoment
  | MarkSealed
  | MarkTrainingClosed
  | MergeCase
  | MonitorCall
  | MoveMessage
  | MovePatient
  | MoveTask
  | MoveWatch
  | NamePerson
  | NameWorkers
  | NoteCase
  | NoteHazard
  | NotifyTaskByPhone
  | OfferCall
  | OfferShiftHandover
  | OfferTask
  | OfferUnitLoan
  | OpenCard
  | OpenCase
  | OpenReservedCase
  | OpenText
  | OrderStandBy
  | PauseDesk
  | PauseTraining
  | PlanOperation
  | PlanShift
  | PlayStep
  | PostNews
  | PractiseAlone
  | PressKey
  | ProposeAnswer
  | ProposeRelease
  | ProposeSituation
  | PutBackReview
  | RaiseChange
  | RaiseCrewEmergency
  | RaiseProvedPriority
  | ReadMessage
  | ReadSubscriber
  | ReadVin
  | RecallUnit
  | ReceiveCall
  | ReceiveRadioMessage
  | RecheckAuthorisations
  | RecordCaseView
  | RecordContactAttempt
  | RecordDestruction
  | RecordPatient
  | RecordPlanOutcome
  | RecordQualification
  | RecordRefusedAccess
  | RecordRejectedSender
  | RecordTestCall
  | RecordVerdict
  | RefuseRecall
  | RefuseStep
  | RefuseTask
  | RegisterPartner
  | RegisterUnit
  | RejectCall
  | RelateCase
  | ReleaseTask
  | ReleaseUnit
  | RemarkOnRelease
  | RemoveParty
  | RemovePerson
  | RemoveShift
  | RenewPremiseNote
  | ReopenCase
  | ReopenFile
  | RepeatIncident
  | RepeatNotification
  | RepeatStep
  | ReplyToReview
  | ReportAdditionalData
  | ReportAudio
  | ReportCallerMark
  | ReportCallerReached
  | ReportCallerUnreached
  | ReportCareTransfer
  | ReportDelivery
  | ReportHazmat
  | ReportLine
  | ReportLinkLost
  | ReportLinkUp
  | ReportLocationFailure
  | ReportLocationMessage
  | ReportMonitorGone
  | ReportMsdNotSent
  | ReportPartyAnswered
  | ReportPartyGone
  | ReportPosition
  | ReportReceipt
  | ReportScene
  | ReportShown
  | ReportSilence
  | ReportStatus
  | ReportTextDelivery
  | ReportTold
  | ReportWind
  | RequestAuthorisation
  | RequestHelp
  | RequestLocation
  | RequestMsd
  | RequestMutualAid
  | RequestNotification
  | RequestUnit
  | ReserveCase
  | Resume
  | ResumeCompressions
  | ResumeTraining
  | RetireHospital
  | ReturnLentUnit
  | ReturnRelease
  | ReviewNotice
  | RevokeApiKey
  | RingBack
  | RuleCallBack
  | SayStep
  | ScoreItem
  | SealCase
  | SearchByPhone
  | SendCallerText
  | SendDeskText
  | SendHelp
  | SendMessage
  | SendOrder
  | SendQuestion
  | SendRadioText
  | SendStep
  | SetDeskReady
  | SetDisposition
  | SetEasyReading
  | SetMetronome
  | SetOnCallDuty
  | SetOpeningRule
  | SetPriority
  | SetUpJointCommand
  | SetWatch
  | SignOff
  | SignOffCrew
  | SignOnCrew
  | SignRelease
  | StartRun
  | StartTraining
  | StepBack
  | StopCompressions
  | StopMonitoring
  | StopNotification
  | StopPlaying
  | SubmitReview
  | TakeBackRelease
  | TakeOverCase
  | TakeReply
  | TakeReview
  | TakeSeat
  | TellDutyOfficer
  | TellNotice
  | TellPlanParty
  | TimeOutTask
  | TransferCall
  | TransferPatientCare
  | UndoAnswer
  | UnlinkCall
  | UnmergeCase
  | UpdatePatient
  | VacateDesk
  | WarnHospital
  | WithdrawHandover
  | WithdrawNews
  | WithdrawQualification
  | WithdrawRelease
  | WithdrawRequest
  | WithdrawShiftSwap
  | WithdrawStandBy

/** Every kind of command and the permission that guards it. */
export const COMMANDS = {
  "archive.add_addendum": "archive:case_file:add",
  "archive.record_destruction": "platform:system:act",
  "archive.reopen": "archive:case_file:reopen",
  "archive.seal_case": "platform:system:act",
  "archive.search_by_phone": "archive:case_file:search_phone",
  "calls.answer": "calls:call:answer",
  "calls.answer_party": "calls:call:talk",
  "calls.ask_help": "calls:desk:stand",
  "calls.attach": "platform:system:act",
  "calls.caller_not_reached": "platform:system:act",
  "calls.caller_reached": "platform:system:act",
  "calls.choose_easy_reading": "calls:call:enter",
  "calls.choose_language": "calls:call:enter",
  "calls.confirm_retry": "calls:call:answer",
  "calls.consult": "calls:call:talk",
  "calls.dial_for_case": "calls:call:talk",
  "calls.dispose": "calls:call:close",
  "calls.end_location_request": "platform:system:act",
  "calls.give_link": "calls:call:answer",
  "calls.hang_up": "calls:call:talk",
  "calls.hang_up_outgoing": "calls:call:talk",
  "calls.hear_outgoing_recording": "cases:case:look",
  "calls.hear_recording": "cases:case:look",
  "calls.hold": "calls:call:talk",
  "calls.identify": "calls:call:answer",
  "calls.join_case": "platform:system:act",
  "calls.join_retry": "platform:system:act",
  "calls.keep_caller_typed": "calls:call:enter",
  "calls.keep_desk_typed": "calls:call:answer",
  "calls.keep_recording": "platform:system:act",
  "calls.lapse_offer": "platform:system:act",
  "calls.leave": "calls:call:enter",
  "calls.leave_case": "platform:system:act",
  "calls.leave_party": "calls:call:talk",
  "calls.listen": "calls:call:listen",
  "calls.listener_gone": "platform:system:act",
  "calls.lose_desk": "platform:system:act",
  "calls.message_caller": "platform:system:act",
  "calls.note": "calls:call:answer",
  "calls.offer": "platform:system:act",
  "calls.open_text": "platform:system:act",
  "calls.party_gone": "platform:system:act",
  "calls.party_up": "platform:system:act",
  "calls.pause": "calls:desk:stand",
  "calls.press_key": "platform:system:act",
  "calls.propose_answer": "calls:call:enter",
  "calls.read_subscriber": "calls:call:answer",
  "calls.read_vin": "calls:vin:read",
  "calls.record": "calls:call:record",
  "calls.record_rejected_sender": "platform:system:act",
  "calls.record_test_call": "platform:system:act",
  "calls.refuse": "platform:system:act",
  "calls.report_additional_data": "platform:system:act",
  "calls.report_audio": "platform:system:act",
  "calls.report_line": "platform:system:act",
  "calls.report_location_failure": "platform:system:act",
  "calls.report_location_message": "platform:system:act",
  "calls.report_mark": "calls:call:enter",
  "calls.report_msd_not_sent": "platform:system:act",
  "calls.report_position": "calls:call:enter",
  "calls.report_shown": "calls:call:enter",
  "calls.report_silence": "platform:system:act",
  "calls.report_text_delivery": "platform:system:act",
  "calls.request_location": "calls:call:answer",
  "calls.request_msd": "calls:call:talk",
  "calls.resume": "calls:call:talk",
  "calls.ring": "calls:call:enter",
  "calls.ring_back": "calls:call:answer",
  "calls.rule_call_back": "platform:system:act",
  "calls.say": "calls:call:enter",
  "calls.set_easy_reading": "calls:call:answer",
  "calls.sign_off": "calls:desk:stand",
  "calls.stand_ready": "calls:desk:stand",
  "calls.stop_listening": "calls:call:listen",
  "calls.transfer": "calls:call:talk",
  "calls.try_call_back": "calls:call:answer",
  "calls.vacate_desk": "platform:system:act",
  "calls.write": "calls:call:answer",
  "cases.answer_warning": "cases:case:locate",
  "cases.classify": "triage:run:reclassify",
  "cases.close": "cases:case:close",
  "cases.link_call": "cases:case:link",
  "cases.locate": "cases:case:locate",
  "cases.mark_help": "platform:system:act",
  "cases.mark_sealed": "platform:system:act",
  "cases.merge": "cases:case:link",
  "cases.name_for_work": "platform:system:act",
  "cases.name_person": "cases:case:describe",
  "cases.note": "cases:case:describe",
  "cases.note_hazard": "cases:case:describe",
  "cases.open": "cases:case:open",
  "cases.part": "cases:case:link",
  "cases.prove_floor": "platform:system:act",
  "cases.relate": "cases:case:link",
  "cases.remove_person": "cases:case:describe",
  "cases.reopen": "cases:case:close",
  "cases.reserve": "cases:case:describe",
  "cases.say_wind": "cases:case:describe",
  "cases.set_priority": "cases:case:describe",
  "cases.state_goods": "cases:case:describe",
  "cases.take_over": "cases:case:describe",
  "cases.unlink_call": "cases:case:link",
  "closures.change": "closures:closure:draw",
  "closures.draw": "closures:closure:draw",
  "closures.end": "platform:system:act",
  "closures.lift": "closures:closure:draw",
  "dispatch.accept_task": "dispatch:task:answer",
  "dispatch.acknowledge_change": "dispatch:change:acknowledge",
  "dispatch.acknowledge_order": "dispatch:change:acknowledge",
  "dispatch.adopt_pace": "dispatch:pace:adopt",
  "dispatch.alert_unit": "dispatch:unit:alert",
  "dispatch.answer_emergency": "followup:watch:answer",
  "dispatch.ask_for_aid": "dispatch:task:offer",
  "dispatch.bring_unit_home": "platform:system:act",
  "dispatch.cancel_task": "dispatch:task:offer",
  "dispatch.decline_stand_by": "dispatch:unit:alert",
  "dispatch.divert_unit": "dispatch:unit:alert",
  "dispatch.drop_pace": "dispatch:pace:adopt",
  "dispatch.emergency": "dispatch:unit:emergency",
  "dispatch.end_task": "dispatch:task:end",
  "dispatch.enter_status": "dispatch:unit:status_for",
  "dispatch.enter_unit": "dispatch:task:tell",
  "dispatch.escalate_task": "platform:system:act",
  "dispatch.extend_task": "dispatch:task:offer",
  "dispatch.hand_over": "dispatch:patient:record",
  "dispatch.hospital_acknowledged": "dispatch:patient:record",
  "dispatch.keep_track": "platform:system:act",
  "dispatch.leave_stand_by": "dispatch:unit:status",
  "dispatch.lend_unit": "platform:system:act",
  "dispatch.move_patient": "platform:system:act",
  "dispatch.move_task": "platform:system:act",
  "dispatch.offer_task": "dispatch:task:offer",
  "dispatch.order_stand_by": "dispatch:unit:alert",
  "dispatch.raise_change": "dispatch:task:offer",
  "dispatch.record_patient": "dispatch:patient:record",
  "dispatch.refuse_task": "dispatch:task:answer",
  "dispatch.register_unit": "dispatch:unit:administer",
  "dispatch.release_task": "dispatch:task:end",
  "dispatch.release_unit": "dispatch:unit:alert",
  "dispatch.report_handover": "dispatch:patient:record",
  "dispatch.report_status": "dispatch:unit:status",
  "dispatch.send_help": "dispatch:task:offer",
  "dispatch.send_order": "dispatch:unit:alert",
  "dispatch.sign_off_crew": "dispatch:unit:crew",
  "dispatch.sign_on_crew": "dispatch:unit:crew",
  "dispatch.tell_task": "dispatch:task:tell",
  "dispatch.time_out_task": "platform:system:act",
  "dispatch.try_contact": "dispatch:task:end",
  "dispatch.update_patient": "dispatch:patient:record",
  "dispatch.warn_hospital": "dispatch:patient:record",
  "dispatch.withdraw_stand_by": "dispatch:unit:alert",
  "followup.accept_handover": "followup:shift:hand_over",
  "followup.answer_watch": "followup:watch:answer",
  "followup.cancel_watch": "platform:system:act",
  "followup.declare_surge": "followup:room:lead",
  "followup.end_surge": "followup:room:lead",
  "followup.escalate_watch": "platform:system:act",
  "followup.fire_watch": "platform:system:act",
  "followup.hand_over": "followup:shift:hand_over",
  "followup.keep_watch": "platform:system:act",
  "followup.move_message": "platform:system:act",
  "followup.move_watch": "platform:system:act",
  "followup.post_news": "followup:room:lead",
  "followup.read_message": "followup:message:send",
  "followup.review_notice": "platform:system:act",
  "followup.send_message": "followup:message:send",
  "followup.set_watch": "platform:system:act",
  "followup.tell_duty_officer": "followup:watch:answer",
  "followup.tell_notice": "followup:watch:answer",
  "followup.withdraw_handover": "followup:shift:hand_over",
  "followup.withdraw_news": "followup:room:lead",
  "hospitals.add": "hospitals:hospital:administer",
  "hospitals.change": "hospitals:hospital:administer",
  "hospitals.declare_capacity": "hospitals:hospital:declare",
  "hospitals.divert": "hospitals:hospital:declare",
  "hospitals.retire": "hospitals:hospital:administer",
  "hospitals.take_again": "hospitals:hospital:declare",
  "identity.give_seat": "identity:seat:give",
  "identity.keep_seat": "identity:seat:give",
  "identity.leave_seat": "platform:system:act",
  "identity.look_at_case": "cases:case:look",
  "identity.open_reserved": "cases:case:open_reserved",
  "identity.record_refused_access": "platform:system:act",
  "identity.take_seat": "platform:system:act",
  "instructions.authorise_step": "instructions:medication:authorise",
  "instructions.back": "instructions:card:dictate",
  "instructions.close_card": "instructions:card:dictate",
  "instructions.mark": "instructions:card:dictate",
  "instructions.open_card": "instructions:card:dictate",
  "instructions.play_step": "instructions:card:dictate",
  "instructions.recheck_authorisations": "platform:system:act",
  "instructions.refuse_step": "instructions:medication:authorise",
  "instructions.repeat": "instructions:card:dictate",
  "instructions.request_authorisation": "instructions:card:dictate",
  "instructions.resume_compressions": "instructions:card:dictate",
  "instructions.say_step": "instructions:card:dictate",
  "instructions.send_step": "instructions:card:dictate",
  "instructions.set_metronome": "instructions:card:dictate",
  "instructions.stop_compressions": "platform:system:act",
  "instructions.stop_playing": "instructions:card:dictate",
  "instructions.withdraw_request": "instructions:card:dictate",
  "major.alert_hospital": "hospitals:hospital:declare",
  "major.count_casualties": "major:scene:report",
  "major.declare_situation": "major:situation:declare",
  "major.dismiss_situation": "major:situation:declare",
  "major.end_situation": "major:situation:declare",
  "major.propose_situation": "platform:system:act",
  "major.report_scene": "major:scene:report",
  "major.tell_scene": "platform:system:act",
  "notifications.acknowledge": "notifications:notification:send",
  "notifications.advance": "platform:system:act",
  "notifications.call_out_station": "platform:system:act",
  "notifications.file": "platform:system:act",
  "notifications.repeat": "notifications:notification:send",
  "notifications.report_receipt": "platform:system:act",
  "notifications.report_told": "notifications:notification:send",
  "notifications.request": "notifications:notification:send",
  "notifications.stop": "notifications:notification:send",
  "notifications.take_reply": "platform:system:act",
  "notifications.tell_plan_party": "platform:system:act",
  "opening_rules.end": "opening_rules:rule:write",
  "opening_rules.set": "opening_rules:rule:write",
  "partners.change": "partners:key:manage",
  "partners.confirm_key": "identity:people:confirm",
  "partners.register": "partners:key:manage",
  "partners.revoke_key": "partners:key:manage",
  "premise_notes.change": "premise_notes:note:write",
  "premise_notes.end": "premise_notes:note:write",
  "premise_notes.enter": "premise_notes:note:write",
  "premise_notes.renew": "premise_notes:note:write",
  "preventive.answer_loan": "preventive:unit:lend",
  "preventive.ask_back": "preventive:unit:lend",
  "preventive.ask_for_unit": "preventive:operation:plan",
  "preventive.begin": "platform:system:act",
  "preventive.change": "preventive:operation:plan",
  "preventive.end": "preventive:operation:plan",
  "preventive.extend": "preventive:operation:plan",
  "preventive.finish": "platform:system:act",
  "preventive.give_unit": "preventive:unit:lend",
  "preventive.plan": "preventive:operation:plan",
  "preventive.refuse_back": "preventive:unit:return",
  "preventive.return_unit": "preventive:unit:return",
  "preventive.run_out": "platform:system:act",
  "publishing.confirm": "triage:content:approve",
  "publishing.propose_release": "triage:content:write",
  "publishing.remark": "publishing:content:review",
  "publishing.return": "triage:content:approve",
  "publishing.sign": "triage:content:approve",
  "publishing.take_back": "triage:content:approve",
  "publishing.withdraw": "triage:content:write",
  "radio.answer": "platform:system:act",
  "radio.assign_group": "radio:group:assign",
  "radio.end_command": "radio:group:assign",
  "radio.give_group": "platform:system:act",
  "radio.hear": "platform:system:act",
  "radio.judge": "platform:system:act",
  "radio.link_up": "platform:system:act",
  "radio.lose_link": "platform:system:act",
  "radio.note_call": "radio:log:write",
  "radio.see_entry": "radio:log:write",
  "radio.send": "radio:text:send",
  "radio.set_up_command": "radio:group:assign",
  "readiness.accept_risk": "readiness:risk:accept",
  "review.choose": "review:review:choose",
  "review.choose_by_rule": "platform:system:act",
  "review.choose_second": "review:review:choose",
  "review.close_safety": "review:safety:close",
  "review.correct": "review:review:write",
  "review.draw_day": "platform:system:act",
  "review.put_back": "review:review:write",
  "review.reply": "review:review:answer",
  "review.score": "review:review:write",
  "review.submit": "review:review:write",
  "review.take": "review:review:write",
  "rosters.answer_swap": "rosters:shift:own",
  "rosters.ask_swap": "rosters:shift:own",
  "rosters.copy_week": "rosters:shift:plan",
  "rosters.decide_swap": "rosters:shift:plan",
  "rosters.end_on_call": "rosters:roster:administer",
  "rosters.plan_shift": "rosters:shift:plan",
  "rosters.record_qualification": "rosters:roster:administer",
  "rosters.remove_shift": "rosters:shift:plan",
  "rosters.set_on_call": "rosters:roster:administer",
  "rosters.withdraw_qualification": "rosters:roster:administer",
  "rosters.withdraw_swap": "rosters:shift:own",
  "training.begin_incident": "platform:system:act",
  "training.comment": "training:session:lead",
  "training.end": "training:session:lead",
  "training.end_practice": "calls:call:answer",
  "training.mark_closed": "platform:system:act",
  "training.pause": "training:session:lead",
  "training.practise_alone": "calls:call:answer",
  "training.repeat": "training:session:lead",
  "training.resume": "training:session:lead",
  "training.start": "training:session:lead",
  "triage.answer": "triage:run:ask",
  "triage.change_protocol": "triage:run:ask",
  "triage.choose_type": "triage:run:reclassify",
  "triage.close_run": "triage:run:ask",
  "triage.send_question": "triage:run:ask",
  "triage.start_run": "triage:run:ask",
  "triage.undo_answer": "triage:run:ask",
} as const
export type CommandKind = keyof typeof COMMANDS

/** The rows that stand on each board, by table. */
export interface Boards {
  call: { calls: MyCallRow; help: HelpRow; story: StoryRow }
  case: { calls: CallRow; outgoing_calls: OutgoingCallRow; caller_words: CallerWordsRow; vehicles: VehicleRow; cases: CaseRow; watches: WatchRow; notifications: NotificationRow; scenes: SceneRow; runs: RunRow; dictations: DictationRow; messages: MessageRow; files: CaseFileRow; tasks: TaskRow; assignments: AssignmentRow; patients: PatientRow; story: StoryRow }
  centre: { cases: CaseRow; calls: CallRow; tasks: TaskRow; messages: MessageRow; watches: WatchRow; units: UnitRow; assignments: AssignmentRow; patients: PatientRow; scenes: SceneRow; nets: NetRow; notifications: NotificationRow; outgoing_calls: OutgoingCallRow; radio: RadioEntryRow; situations: SituationRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; operations: OperationRow; links: LinkRow; terminals: TerminalRow }
  crew_case: { caller_words: CallerWordsRow; vehicles: VehicleRow }
  desk: { cases: CaseRow; calls: CallRow; outgoing_calls: OutgoingCallRow; watches: WatchRow; messages: MessageRow; notifications: NotificationRow; tasks: TaskRow; assignments: AssignmentRow; nets: NetRow; units: UnitRow; desks: DeskRow; handovers: HandoverRow; situations: SituationRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; operations: OperationRow; links: LinkRow; terminals: TerminalRow }
  preventive: { tasks: TaskRow; units: UnitRow; cases: CaseRow; operations: OperationRow }
  room: { cases: CaseRow; calls: CallRow; outgoing_calls: OutgoingCallRow; watches: WatchRow; messages: MessageRow; notifications: NotificationRow; tasks: TaskRow; assignments: AssignmentRow; nets: NetRow; units: UnitRow; desks: DeskRow; handovers: HandoverRow; situations: SituationRow; radio: RadioEntryRow; scenes: SceneRow; grants: GrantRow; rooms: RoomRow; closures: ClosureRow; hospitals: HospitalRow; operations: OperationRow; links: LinkRow; terminals: TerminalRow }
  seats: { seats: SeatRow }
  talk: { calls: CallRow; story: StoryRow }
  unit: { units: UnitRow; assignments: AssignmentRow; tasks: TaskRow; cases: CaseRow; patients: PatientRow; messages: MessageRow; scenes: SceneRow; nets: NetRow; closures: ClosureRow; hospitals: HospitalRow; operations: OperationRow; links: LinkRow; terminals: TerminalRow }
}

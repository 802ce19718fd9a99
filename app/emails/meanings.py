"""What each placeholder stands for, for those who word a letter. A guard test sees to it that none is missing."""

from __future__ import annotations

from app.lib.wording import N_

MEANINGS: dict[str, str] = {
    "particulars": N_("The box with what, when and where, and the button below it. Each letter has it once."),
    "sessions": N_("The list of the person’s own sessions; nothing where there are none."),
    "name": N_("The name of whoever gets the letter. The greeting with it stands above the text by itself."),
    "event": N_("The title of the event."),
    "place_and_dates": N_("Place and dates on one line, as in “Strasbourg, 9–10 June 2027”."),
    "dates": N_("The days of the event."),
    "hours": N_("Begin and end with the time zone."),
    "place": N_("The town; “online” for those who take part online."),
    "venue": N_("The building; nothing for those who take part online."),
    "capacity": N_("In what capacity the person comes, and for whom."),
    "reference": N_("The reference of the registration; nothing before the address is confirmed."),
    "link": N_("The private link of whoever gets the letter, the same as that of the button."),
    "event_page": N_("The address of the event’s public page."),
    "contact": N_("The e-mail address for questions."),
    "body": N_("The state or organisation whose delegation it is."),
    "kept": N_("Until when a place, or a position on the waiting list, is kept without a confirmed address."),
    "next_steps": N_("Who decides on the registration, and that nothing needs to be done until then."),
    "position": N_("The position on the waiting list, a number."),
    "other_way": N_("That one can also take part online; nothing where the event does not offer it."),
    "calendar": N_("What the attached calendar file does; nothing where none is attached."),
    "how": N_("One sentence: “We look forward to seeing you.” or “You take part online.”"),
    "on_the_day": N_("What to bring and to show at the desk, or how to join online."),
    "reason": N_("The reason that was given, as a quotation; nothing where none was."),
    "what_changed": N_(
        "What is different now: the dates, the hours, the place, the online link, the programme."
    ),
    "seat": N_("Whether a place is kept for the person, or the person waits for one."),
    "answer_by": N_("Until when an answer is asked for."),
    "practical_information": N_("The practical information of the event’s page."),
    "places": N_("How many places the delegation has; nothing where no limit is set."),
    "addressed": N_("To how many people the invitation has been sent; or that nobody is known."),
    "missing": N_("What is still open for the delegation, as a list."),
    "nominee": N_("The name of the nominated person who declined."),
    "ended": N_("How many nominations of the delegation have ended without an answer."),
    "substitute": N_("Whom that person proposes instead; nothing where nobody was proposed."),
    "account_change": N_("What was changed in an account, and when."),
    "link_works": N_("For how long the link works."),
}

"""Which section of which guide is about a page: `guide#anchor` with the endpoints of its pages.

Where several guides speak of a page, the first that the reader may open is taken: whoever may not read about accounts of
others still reads about their own.
"""

from __future__ import annotations

_SECTIONS: dict[str, str] = {
    "delegates#register": "public.calendar public.event public.register public.invitation",
    "delegates#confirm": "public.registered public.confirm_address",
    "delegates#lost-link": "public.find_registration",
    "delegates#states": "public.my_registration public.private_link",
    "delegates#change": "public.change_registration",
    "delegates#withdraw": "public.withdraw",
    "delegates#named": "public.accept_nomination public.decline_nomination",
    "delegates#own-data": "public.own_data public.erase_own public.privacy public.privacy_version",
    "delegates#accessibility": "public.accessibility",
    "correspondents#get-in": "delegation.ask delegation.enter",
    "correspondents#page": "delegation.mine",
    "correspondents#name": "delegation.nominate",
    "correspondents#several": "delegation.nominate_several",
    "correspondents#replace": "delegation.replace",
    "correspondents#decline": "delegation.decline",
    "correspondents#withdraw": "delegation.withdraw",
    "correspondents#nobody": "delegation.refuse",
    "desk#before": "checkin.events",
    "desk#scan": "checkin.desk checkin.mark checkin.photo",
    "desk#walk-in": "checkin.walk_in",
    "desk#head-counts": "checkin.count_heads",
    "organisers#sign-in desk#sign-in statistics#sign-in": (
        "accounts.account accounts.change_password accounts.new_recovery_codes accounts.another_factor"
    ),
    "organisers#today": "organiser.today",
    "organisers#events": "organiser.events",
    "organisers#prepare": (
        "organiser.event_new organiser.event_home organiser.event_copy organiser.event_discard"
    ),
    "organisers#publish": "organiser.event_publish",
    "organisers#change": "organiser.event_edit",
    "organisers#taking-back": "organiser.event_cancel",
    "organisers#after": "organiser.event_archive",
    "organisers#programme": (
        "organiser.programme organiser.session_new organiser.session_edit organiser.session_remove"
        " organiser.session_people organiser.session_person_edit"
    ),
    "organisers#admission": "organiser.admissions organiser.invitation_new",
    "organisers#documents": "organiser.documents organiser.document_new organiser.document_edit organiser.document_remove",
    "organisers#participants": (
        "organiser.participants organiser.saved_filters organiser.saved_filter organiser.saved_filter_new"
        " organiser.saved_filter_remove"
    ),
    "organisers#decide": "organiser.bulk",
    "organisers#participant": (
        "organiser.participant organiser.participant_change organiser.participant_identity organiser.participant_replace"
        " organiser.participant_links"
    ),
    "organisers#add": "organiser.participant_new",
    "organisers#taking-out": "organiser.participants_export organiser.job",
    "organisers#delegations": (
        "organiser.delegations organiser.delegation organiser.delegation_nominate organiser.release organiser.remind_silent"
    ),
    "organisers#convocation": "organiser.convocation organiser.delegation_letter",
    "organisers#correspondents": (
        "organiser.correspondents organiser.correspondents_new organiser.correspondents_edit organiser.correspondents_end"
        " organiser.correspondents_import"
    ),
    "organisers#bodies": "organiser.bodies organiser.body organiser.body_copies",
    "organisers#letters": "organiser.letters organiser.letter organiser.mail_settings",
    "organisers#texts": (
        "organiser.letter_texts organiser.letter_text organiser.letter_text_preview organiser.letter_text_versions"
        " organiser.letter_text_version"
    ),
    "organisers#messages": (
        "organiser.messages organiser.message organiser.message_new organiser.message_edit organiser.message_recipients"
        " organiser.message_outcome organiser.message_stop organiser.message_looks"
    ),
    "organisers#reminders": (
        "organiser.reminder_rules organiser.reminder_rule organiser.reminder_rule_remove organiser.reminder_letter"
    ),
    "organisers#papers": "organiser.papers organiser.paper organiser.certificates_send",
    "organisers#presence": "organiser.presence organiser.presence_take_over",
    "statistics#event": "organiser.statistics",
    "statistics#files": "organiser.statistics_export organiser.years_export",
    "statistics#paragraph": "organiser.statistics_paragraph",
    "statistics#freeze": "organiser.statistics_versions",
    "statistics#public": "organiser.public_statistics",
    "statistics#reported": "organiser.reported_figures organiser.reported_figure",
    "statistics#earlier-years": "organiser.earlier_years organiser.earlier_years_take_over",
    "statistics#years": "organiser.years organiser.statistics_body",
    "statistics#matrix": "organiser.statistics_matrix",
    "statistics#definitions": "organiser.definitions",
    "administrators#users": (
        "accounts.users accounts.user accounts.user_change accounts.user_close accounts.user_invite"
    ),
    "administrators#second-factor": "accounts.user_reset_second_factor",
    "administrators#settings": (
        "organiser.settings organiser.settings_name organiser.settings_contact organiser.settings_sender"
        " organiser.settings_limits organiser.settings_letter_texts organiser.settings_letter_text"
        " organiser.settings_letter_text_preview organiser.settings_letter_text_versions organiser.settings_letter_text_version"
    ),
    "administrators#system": "organiser.settings_system",
    "administrators#privacy": "organiser.privacy organiser.data_of organiser.data_erase",
    "administrators#notice": "organiser.notices organiser.notice_draft organiser.notice_preview",
    "administrators#retention": "organiser.retention organiser.retention_periods",
    "administrators#audit": "organiser.audit",
}

PLACES: dict[str, tuple[str, ...]] = {
    endpoint: tuple(places.split())
    for places, endpoints in _SECTIONS.items()
    for endpoint in endpoints.split()
}

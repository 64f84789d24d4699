/* Tests of src/reckon: reports made by hand, the chronology that must come of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"
#include "tap.h"

#define REPORTS 4

/* A room for a few reports about one invented town, Orvale. */
typedef struct room {
    dl_arena arena;
    dl_report reports[REPORTS];
    const dl_report *list[REPORTS];
    uint32_t documents[REPORTS];
    dl_story story;
    dl_happening *out;
    uint32_t count;
} room;

static const dl_place ORVALE = {.name = {"Orvale", 6}, .lat = 10, .lon = 20, .geonames = 7,
                                .country = "ZZ", .kind = DL_PLACE_CITY};
static const dl_place ORVALE_ABROAD = {.name = {"Orvale", 6}, .lat = -40, .lon = 120,
                                       .geonames = 8, .country = "YY", .kind = DL_PLACE_CITY};

static void open_room(room *r)
{
    *r = (room){0};
    dl_arena_init(&r->arena, 0);
    for (uint32_t i = 0; i < REPORTS; i++) {
        dl_report *report = &r->reports[i];
        report->article.id = dl_str_printf(&r->arena, "page-%u", i);
        report->article.site = dl_str_printf(&r->arena, "Outlet %u", i);
        report->article.text = DL_STR("The army took Orvale on Monday, it said. "
                                      "Watchers said it had not yet entered the mill.");
        report->article.published.when = dl_when_day(dl_day_of(2020, 5, (int)(5 + i)));
        report->tags.places = dl_arena_new_array(&r->arena, 1, dl_place);
        report->tags.places[0] = ORVALE;
        report->tags.place_count = 1;
        report->tags.names = dl_arena_new_array(&r->arena, 2, dl_name);
        report->tags.names[0] = (dl_name){.name = DL_STR("army"), .key = DL_STR("army"),
                                          .type = DL_NAME_GROUP, .sector = DL_STR("MIL"),
                                          .country = "ZZ", .speaks_for = DL_NONE};
        report->tags.names[1] = (dl_name){.name = DL_STR("Free Mill Front"), .key = DL_STR("free mill front"),
                                          .type = DL_NAME_ORG, .sector = DL_STR("REB"),
                                          .speaks_for = DL_NONE};
        for (unsigned n = 0; n < 2; n++) {
            report->tags.names[n].aliases = dl_arena_new_array(&r->arena, 1, dl_alias);
            report->tags.names[n].aliases[0] = (dl_alias){.name = report->tags.names[n].name, .count = 1};
            report->tags.names[n].alias_count = 1;
        }
        report->tags.name_count = 2;
        report->tells.events = dl_arena_new_array(&r->arena, 4, dl_event);
        report->tells.claims = dl_arena_new_array(&r->arena, 4, dl_claim);
        r->list[i] = report;
        r->documents[i] = i;
    }
    r->story = (dl_story){.documents = r->documents, .document_count = REPORTS, .id = 1};
}

static dl_event *tell(room *r, uint32_t report, const char *type, dl_when when, uint32_t actor)
{
    dl_tells *tells = &r->reports[report].tells;
    dl_event *event = &tells->events[tells->event_count++];
    *event = (dl_event){.span = {9, 13}, .type = type, .rule = "test", .time = DL_NONE,
                        .date = {.when = when, .from = "text"}, .claim = DL_NONE,
                        .sentence = {0, 40}, .same_as = DL_NONE};
    if (actor != DL_NONE) {
        event->actors = dl_arena_new(&r->arena, dl_filler);
        event->actors[0] = (dl_filler){.name = r->reports[report].tags.names[actor].name, .who = actor};
        event->actor_count = 1;
    }
    return event;
}

static uint32_t claim(room *r, uint32_t report, const char *origin, dl_stance stance)
{
    dl_tells *tells = &r->reports[report].tells;
    tells->claims[tells->claim_count] = (dl_claim){.span = {0, 30}, .origin = dl_str_of(origin), .who = DL_NONE,
                                                   .stance = (uint8_t)stance, .event = 0};
    return tells->claim_count++;
}

static void reckon(room *r, uint32_t reports, const dl_copy *copies, uint32_t copy_count)
{
    r->story.document_count = reports;
    CHECK_INT(dl_reckon(r->list, reports, copies, copy_count, &r->story, 1, NULL, 0,
                        &r->arena, &r->out, &r->count, NULL), DL_OK);
}

static dl_when may(int day)
{
    return dl_when_day(dl_day_of(2020, 5, day));
}

static void two_reports_of_one_day_are_one_happening(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "control-change", may(4), 0);
    tell(&r, 1, "control-change", may(4), 0);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 1);
    CHECK_INT(r.out[0].reports, 2);
    CHECK_INT(r.out[0].texts, 2);
    CHECK_INT(r.out[0].origins, 2);
    CHECK_STR(r.out[0].place.name, "Orvale");
    CHECK_STR(r.out[0].actors[0], "army");
    dl_arena_done(&r.arena);
}

static void two_alike_happenings_a_week_apart_stay_two(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "clash", may(4), 0);
    tell(&r, 1, "clash", may(11), 0);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 2);
    CHECK_INT(dl_when_first(r.out[0].date.when), dl_day_of(2020, 5, 4));
    CHECK_INT(dl_when_first(r.out[1].date.when), dl_day_of(2020, 5, 11));
    dl_arena_done(&r.arena);
}

static void a_month_recalled_joins_the_day_within_it(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "control-change", dl_when_month(2019, 3), 0)->modality = DL_RECALLED;
    tell(&r, 1, "control-change", dl_when_day(dl_day_of(2019, 3, 27)), 0);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 1);
    CHECK_INT(dl_when_first(r.out[0].date.when), dl_day_of(2019, 3, 27));
    CHECK_INT(r.out[0].reports, 2);
    dl_arena_done(&r.arena);
}

static void a_town_cannot_be_taken_by_both_sides_in_one_telling(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "control-change", dl_when_month(2019, 3), 0);
    tell(&r, 1, "control-change", dl_when_month(2019, 3), 1);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 2);
    dl_arena_done(&r.arena);
}

static void a_namesake_abroad_is_another_place(void)
{
    room r;
    open_room(&r);
    r.reports[1].tags.places[0] = ORVALE_ABROAD;
    tell(&r, 0, "bombing", may(4), DL_NONE);
    tell(&r, 1, "bombing", may(4), DL_NONE);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 2);
    dl_arena_done(&r.arena);
}

static void a_copy_is_a_report_but_no_text_and_lends_its_origins(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "bombing", may(4), DL_NONE);
    tell(&r, 1, "bombing", may(4), DL_NONE);
    const dl_copy copy = {.kind = DL_COPY_COPY, .direction = DL_DIRECTION_KNOWN, .doc = 1, .of = 0};
    reckon(&r, 2, &copy, 1);
    CHECK_INT(r.count, 1);
    CHECK_INT(r.out[0].reports, 2);
    CHECK_INT(r.out[0].texts, 1);
    CHECK_INT(r.out[0].origins, 1);
    CHECK_STR(r.out[0].accounts[1].origin, "Outlet 0");
    dl_arena_done(&r.arena);
}

static void an_outlet_that_attributes_is_no_origin(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "bombing", may(4), DL_NONE)->claim = claim(&r, 0, "police", DL_ASSERTS);
    tell(&r, 0, "bombing", may(4), DL_NONE);
    reckon(&r, 1, NULL, 0);
    CHECK_INT(r.count, 1);
    CHECK_INT(r.out[0].origins, 1);
    CHECK_STR(r.out[0].accounts[0].origin, "police");
    dl_arena_done(&r.arena);
}

static void a_denial_disputes_and_does_not_vouch(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "abduction", may(4), DL_NONE)->claim = claim(&r, 0, "police", DL_ASSERTS);
    dl_event *denied = tell(&r, 1, "abduction", may(4), DL_NONE);
    denied->modality = DL_DENIED;
    denied->claim = claim(&r, 1, "the gang", DL_DENIES);
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 1);
    CHECK(strcmp(r.out[0].status, "disputed") == 0);
    CHECK_INT(r.out[0].reports, 2);
    CHECK_INT(r.out[0].origins, 1);
    CHECK_INT(r.out[0].accounts[1].relation, DL_RELATION_DENIES);
    dl_arena_done(&r.arena);
}

static void plans_and_undated_memories_are_not_events(void)
{
    room r;
    open_room(&r);
    tell(&r, 0, "talks", may(9), DL_NONE)->modality = DL_PLANNED;
    tell(&r, 0, "clash", may(9), DL_NONE)->modality = DL_POSSIBLE;
    tell(&r, 0, "clash", dl_when_none(), DL_NONE)->modality = DL_RECALLED;
    reckon(&r, 1, NULL, 0);
    CHECK_INT(r.count, 0);
    dl_arena_done(&r.arena);
}

static void two_tolls_stand_side_by_side_with_who_said_them(void)
{
    room r;
    open_room(&r);
    const char *const who[] = {"fire service", "union"};
    for (uint32_t i = 0; i < 2; i++) {
        dl_event *event = tell(&r, i, "accident", may(4), DL_NONE);
        event->claim = claim(&r, i, who[i], DL_ASSERTS);
        event->figures = dl_arena_new(&r.arena, dl_figure);
        event->figures[0] = (dl_figure){.what = "killed", .value = 9 + i, .low = NAN, .high = NAN, .claim = DL_NONE};
        event->figure_count = 1;
    }
    reckon(&r, 2, NULL, 0);
    CHECK_INT(r.count, 1);
    CHECK_INT(r.out[0].figure_count, 2);
    CHECK_STR(r.out[0].figures[0].origin, "fire service");
    CHECK_NEAR(r.out[0].figures[1].value, 10, 0);
    CHECK_INT(r.out[0].accounts[1].relation, DL_ADDS);
    dl_arena_done(&r.arena);
}

static void the_order_of_arrival_changes_nothing(void)
{
    room a, b;
    open_room(&a);
    open_room(&b);
    for (uint32_t i = 0; i < 3; i++) {
        tell(&a, i, "clash", i == 2 ? dl_when_month(2020, 5) : may(4 + 7 * (int)i), 0);
        tell(&b, i, "clash", i == 2 ? dl_when_month(2020, 5) : may(4 + 7 * (int)i), 0);
    }
    const dl_report *swap = b.list[0];
    b.list[0] = b.list[2];
    b.list[2] = swap;
    reckon(&a, 3, NULL, 0);
    reckon(&b, 3, NULL, 0);
    CHECK_INT(a.count, b.count);
    for (uint32_t i = 0; i < a.count && i < b.count; i++) {
        CHECK(a.out[i].id == b.out[i].id);
        CHECK_INT(a.out[i].reports, b.out[i].reports);
    }
    dl_arena_done(&a.arena);
    dl_arena_done(&b.arena);
}

static void control_lists_each_change_with_its_holder(void)
{
    room r;
    dl_control *rows;
    uint32_t count;
    open_room(&r);
    tell(&r, 0, "control-change", dl_when_month(2019, 3), 1);
    tell(&r, 0, "control-change", may(4), 0);
    reckon(&r, 1, NULL, 0);
    CHECK_INT(dl_reckon_control(r.out, r.count, NULL, 0, DL_STR("ORVALE"), &r.arena, &rows, &count, NULL), DL_OK);
    CHECK_INT(count, 2);
    CHECK_STR(rows[0].holder, "Free Mill Front");
    CHECK_INT(dl_when_first(rows[0].to.when), dl_day_of(2020, 5, 4));
    CHECK_STR(rows[1].holder, "army");
    CHECK(!dl_when_known(rows[1].to.when));
    dl_arena_done(&r.arena);
}

static void a_dated_copy_dates_its_original_by_the_weekday_it_tells(void)
{
    room r;
    open_room(&r);
    r.reports[0].article.published.when = dl_when_none();
    r.reports[1].article.published.when = may(8); /* a Friday */
    dl_time time = {.weekday = 3};                /* "on Thursday" */
    r.reports[0].tags.times = &time;
    r.reports[0].tags.time_count = 1;
    const dl_copy copy = {.kind = DL_COPY_COPY, .doc = 1, .of = 0};
    const dl_date date = dl_reckon_published(r.list, 2, &copy, 1, NULL, 0, 0);
    CHECK_INT(dl_when_first(date.when), dl_day_of(2020, 5, 7));
    CHECK_INT(dl_when_last(date.when), dl_day_of(2020, 5, 8));
    CHECK(strcmp(date.from, "copy") == 0);
    CHECK(!dl_when_known(dl_reckon_published(r.list, 2, NULL, 0, NULL, 0, 0).when));
    dl_arena_done(&r.arena);
}

int main(void)
{
    TEST(two_reports_of_one_day_are_one_happening);
    TEST(two_alike_happenings_a_week_apart_stay_two);
    TEST(a_month_recalled_joins_the_day_within_it);
    TEST(a_town_cannot_be_taken_by_both_sides_in_one_telling);
    TEST(a_namesake_abroad_is_another_place);
    TEST(a_copy_is_a_report_but_no_text_and_lends_its_origins);
    TEST(an_outlet_that_attributes_is_no_origin);
    TEST(a_denial_disputes_and_does_not_vouch);
    TEST(plans_and_undated_memories_are_not_events);
    TEST(two_tolls_stand_side_by_side_with_who_said_them);
    TEST(the_order_of_arrival_changes_nothing);
    TEST(control_lists_each_change_with_its_holder);
    TEST(a_dated_copy_dates_its_original_by_the_weekday_it_tells);
    return tap_done();
}

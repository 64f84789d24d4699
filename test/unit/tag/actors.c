/* Tests of src/tag/actors*.c: the list, a user's own, PETRARCH's dictionaries.
 * SPDX-License-Identifier: Apache-2.0 */
#include "actors.h"
#include "fold.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

/* A file with these bytes; the path lives until the next call but one. */
static const char *file_of(const char *text)
{
    static char paths[2][64];
    static unsigned turn;
    char *path = paths[turn++ % 2];
    snprintf(path, sizeof paths[0], "/tmp/dateline_actors_XXXXXX");
    const int file = mkstemp(path);
    CHECK(file >= 0);
    CHECK(write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
    return path;
}

static const char OURS[] = "# a list\n"
                           "[actors]\n"
                           "Osk Rifles | ORG REB SY 1980-1999 | OR; Rifles of Osk\n"
                           "Osk Relief | ORG NGO IQ 2001- | OR; Relief?\n"
                           "Lantern | ORG JRN - |\n"
                           "[groups]\n"
                           "army | MIL gov\n"
                           "official | GOV gov\n"
                           "[bodies]\n"
                           "observatory | NGO\n"
                           "[roles]\n"
                           "official | body many\n"
                           "[things]\n"
                           "ferry | PRODUCT\n"
                           "[titles]\n"
                           "Mrs | f\n"
                           "[countries]\n"
                           "FRA | FR\n";

static dl_status open_lists(const char *ours, const char *user, dl_actors **out, dl_error *err)
{
    const char *path = file_of(ours), *user_path = user == NULL ? NULL : file_of(user);
    const dl_status status = dl_actors_open(path, user_path, out, err);
    unlink(path);
    if (user_path != NULL) {
        unlink(user_path);
    }
    return status;
}

static unsigned find(const dl_actors *actors, const char *printed, dl_actor_hit *hits)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_str text = dl_str_of(printed);
    const unsigned count = dl_actors_find(actors, dl_fold(&arena, text), text, hits);
    dl_arena_done(&arena);
    return count;
}

static void every_alias_leads_to_its_actors(void)
{
    dl_actors *actors;
    dl_error err;
    dl_actor_hit hits[DL_ACTOR_HITS_MOST];
    CHECK_INT(open_lists(OURS, NULL, &actors, &err), DL_OK);
    CHECK_INT(find(actors, "rifles of osk", hits), 1);
    CHECK_STR(hits[0].actor->name, "Osk Rifles");
    CHECK_INT(hits[0].actor->from, 1980);
    CHECK_INT(hits[0].actor->to, 1999);
    CHECK_INT(find(actors, "OR", hits), 2);
    CHECK_INT(find(actors, "or", hits), 0);
    CHECK_INT(find(actors, "Or", hits), 0);
    CHECK_INT(find(actors, "Relief", hits), 1);
    CHECK(hits[0].unsure);
    CHECK_INT(find(actors, "Nobody", hits), 0);
    dl_actors_close(actors);
}

static void words_have_their_classes(void)
{
    dl_actors *actors;
    dl_error err;
    CHECK_INT(open_lists(OURS, NULL, &actors, &err), DL_OK);
    const dl_noun *role = dl_actors_noun(actors, DL_STR("official"), 1u << DL_NOUN_ROLE);
    CHECK(role != NULL && role->many && role->speaks);
    CHECK(role != NULL && dl_str_is(role->sector, "GOV"));
    CHECK(dl_actors_noun(actors, DL_STR("official"), 1u << DL_NOUN_BODY) == NULL);
    const dl_noun *ferry = dl_actors_noun(actors, DL_STR("ferry"), 1u << DL_NOUN_THING);
    CHECK(ferry != NULL && ferry->type == DL_NAME_PRODUCT);
    CHECK(dl_actors_is(actors, DL_ACTORS_TITLE, DL_STR("mrs")));
    CHECK(dl_actors_is(actors, DL_ACTORS_FEMALE, DL_STR("mrs")));
    CHECK(!dl_actors_is(actors, DL_ACTORS_MALE, DL_STR("mrs")));
    dl_actors_close(actors);
}

static void a_users_line_replaces_ours_and_his_aliases_win(void)
{
    dl_actors *actors;
    dl_error err;
    dl_actor_hit hits[DL_ACTOR_HITS_MOST];
    CHECK_INT(open_lists(OURS,
                         "[actors]\n"
                         "Osk Rifles | ORG MIL FR | The Rifles\n"
                         "Orchard Road | ORG BUS - | OR\n",
                         &actors, &err),
              DL_OK);
    CHECK_INT(find(actors, "Osk Rifles", hits), 1);
    CHECK_STR(hits[0].actor->sector, "MIL");
    CHECK(hits[0].actor->user);
    CHECK_INT(find(actors, "Rifles of Osk", hits), 0);
    CHECK_INT(find(actors, "OR", hits), 1);
    CHECK_STR(hits[0].actor->name, "Orchard Road");
    CHECK_INT(find(actors, "Lantern", hits), 1);
    dl_actors_close(actors);
}

static void petrarch_dictionaries_are_read(void)
{
    dl_actors *actors;
    dl_error err;
    dl_actor_hit hits[DL_ACTOR_HITS_MOST];
    CHECK_INT(open_lists(OURS,
                         "<!-- a dictionary -->\n"
                         "<!-- that says\n"
                         "  much -->\n"
                         "FRANCE_ [FRA]\n"
                         "+PARIS_\n"
                         "BARNABY_QUILL_ ; a comment\n"
                         "+SENATOR_QUILL_ # another\n"
                         "\t[FRAELI <050101]\n"
                         "\t[FRAGOV 050101-20130120]\n"
                         "\t[FRAELI]\n"
                         "LBN_ [FRAMED]\n"
                         "NOBODY_ [---]\n"
                         "RIVER_WATCH_OF_OSK [NGO]\n",
                         &actors, &err),
              DL_OK);
    CHECK_INT(find(actors, "Paris", hits), 0); /* a country alone is a place */
    CHECK_INT(find(actors, "Senator Quill", hits), 3);
    bool governs = false;
    for (unsigned i = 0; i < 3; i++) {
        const dl_actor *actor = hits[i].actor;
        CHECK_STR(actor->name, "Barnaby Quill");
        CHECK_STR(dl_str_of(actor->country), "FR");
        CHECK(actor->user && actor->type == DL_ACTOR_ANY);
        governs |= dl_str_is(actor->sector, "GOV") && actor->from == 2005 && actor->to == 2013;
    }
    CHECK(governs);
    CHECK_INT(find(actors, "LBN", hits), 1);
    CHECK_STR(hits[0].actor->sector, "JRN");
    CHECK_INT(find(actors, "Nobody", hits), 0);
    CHECK_INT(find(actors, "River Watch of Osk", hits), 1);
    CHECK_STR(hits[0].actor->name, "River Watch of Osk");
    CHECK_STR(hits[0].actor->sector, "NGO");
    dl_actors_close(actors);
}

/* Opens `text` as the user's list and wants the error to say `what` at `line`. */
static void check_error(const char *text, unsigned line, const char *what)
{
    dl_actors *actors = NULL;
    dl_error err;
    char place[32];
    snprintf(place, sizeof place, ":%u: ", line);
    CHECK_INT(open_lists(OURS, text, &actors, &err), DL_EDATA);
    CHECK(actors == NULL);
    if (strstr(err.message, place) == NULL || strstr(err.message, what) == NULL) {
        printf("# %s\n#   should say %s ... %s\n", err.message, place, what);
        tap_bad = 1;
    }
}

static void mistakes_are_named_with_file_and_line(void)
{
    check_error("[actors]\nNo bars here\n", 2, "an actor is NAME");
    check_error("[actors]\n\nX | THING REB - |\n", 3, "the type is");
    check_error("[actors]\nX | ORG REB SYR |\n", 2, "two letters");
    check_error("[actors]\nX | ORG REB SY soon |\n", 2, "years are");
    check_error("[actors]\nX | ORG REB SY 2010-1999 |\n", 2, "years are");
    check_error("X | ORG REB SY |\n", 1, "no section yet");
    check_error("[heroes]\nX\n", 2, "unknown section");
    check_error("[groups]\nmob | CVL left\n", 2, "a side is");
    check_error("[roles]\nbaker | other\n", 2, "a role is");
    check_error("[things]\ncart | WHEEL\n", 2, "a thing is");
    check_error("[firms]\nLtd | m\n", 2, "only a title");
    check_error("[countries]\nFRANCE | FR\n", 2, "ABC | AB");
    check_error("QUILL_ [FRAGOV 05]\n", 1, "dates are");
    check_error("QUILL_\n\t[FRAGOV\n", 2, "']' is missing");
    check_error("QUILL_\n\t[]\n", 2, "a code is");
    check_error("# words\n+QUILL_\n", 2, "a further name before any name");
}

static void any_bytes_are_read_or_refused(void)
{
    static const char *const TEXTS[] = {"", "\n\n\n", "#", "[", "[]", "|", "| | |", "[actors]\n|||;;;\n",
                                        "<!--", "<!-- never ends\nX_ [FRA]\n", "_", "_ [X]", "A_ []", "A_ [[[[",
                                        "A_ ]]]]\n+", "[actors]\nX? | ORG REB - | ?;??;X??\n",
                                        "\xFF\xFE\xFD_ [FRAGOV]\n", "[titles]\n\xC3\x28\n"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        dl_actors *actors = NULL;
        dl_error err;
        const dl_status status = open_lists(OURS, TEXTS[i], &actors, &err);
        CHECK(status == DL_OK || status == DL_EDATA);
        dl_actors_close(actors);
    }
}

static void the_list_that_is_shipped_reads(void)
{
    char path[512];
    dl_actors *actors;
    dl_error err;
    dl_actor_hit hits[DL_ACTOR_HITS_MOST];
    snprintf(path, sizeof path, "%s/data/actors.txt", getenv("DATELINE_SOURCE"));
    if (dl_actors_open(path, NULL, &actors, &err) != DL_OK) {
        printf("# %s\n", err.message);
        tap_bad = 1;
        return;
    }
    CHECK_INT(find(actors, "Daesh", hits), 1);
    CHECK_STR(hits[0].actor->name, "Islamic State");
    CHECK(find(actors, "RSF", hits) == 2); /* an army in Sudan, a body in Paris */
    CHECK_INT(find(actors, "Nato", hits), 1);
    CHECK_INT(find(actors, "who", hits), 0);
    dl_actors_close(actors);
}

int main(void)
{
    TEST(every_alias_leads_to_its_actors);
    TEST(words_have_their_classes);
    TEST(a_users_line_replaces_ours_and_his_aliases_win);
    TEST(petrarch_dictionaries_are_read);
    TEST(mistakes_are_named_with_file_and_line);
    TEST(any_bytes_are_read_or_refused);
    TEST(the_list_that_is_shipped_reads);
    return tap_done();
}

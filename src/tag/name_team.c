/* name_team.c - in tables of results a town is its team.
 *
 * "Osk 3 2 1 0 6 7", "Osk 12, Mirsk 7", "OSK AT MIRSK": what stands before figures, or
 * against another on a line of its own, plays. States keep their names: their teams are
 * called so too, and news means the state.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#define ROW_FIGURES_LEAST 3 /* figures behind a name that make a row of a table */
#define TEAM_WORDS_MOST 3   /* words of a name nobody found, before such figures */

static bool line_ends(const dl_naming *n, uint32_t i)
{
    return i >= n->doc->token_count || token(n, i)->is_space;
}

static bool line_begins(const dl_naming *n, uint32_t i)
{
    return i == 0 || token(n, i - 1)->is_space;
}

/* "74", ".556", "12-3" */
static bool figure(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    bool digit = false;
    for (size_t k = 0; k < w.size; k++) {
        digit |= isdigit((unsigned char)w.at[k]) != 0;
        if (!isdigit((unsigned char)w.at[k]) && memchr(".-/", w.at[k], 3) == NULL) {
            return false;
        }
    }
    return digit;
}

/* A town, or a body, as far as it is found; DL_NONE for anything else. */
static uint32_t team_at(const dl_naming *n, uint32_t i)
{
    const uint32_t q = i < n->doc->token_count ? n->cover[i] : DL_NONE;
    if (q == DL_NONE || n->parts.at[q].first != i ||
        n->parts.at[q].kind != DL_PART_NAME) {
        return DL_NONE;
    }
    const dl_part *part = &n->parts.at[q];
    if (part->place == DL_NONE) {
        return part->type == DL_NAME_ORG ? q : DL_NONE;
    }
    const dl_place *place = &n->tags->places[part->place];
    const bool town = place->kind == DL_PLACE_CITY || place->kind == DL_PLACE_ADMIN2 ||
                      place->kind == DL_PLACE_UNKNOWN;
    return town && place->role == DL_PLACE_LITERAL ? q : DL_NONE;
}

static void make_team(dl_naming *n, uint32_t q)
{
    dl_part *part = &n->parts.at[q];
    part->type = DL_NAME_ORG;
    part->place = DL_NONE;
    part->rule = "name.team";
}

static uint32_t figures_from(const dl_naming *n, uint32_t i)
{
    uint32_t count = 0;
    while (!line_ends(n, i + count) && figure(n, i + count)) {
        count++;
    }
    return count;
}

/* Capitals before figures that are nobody's name yet: where they end, 0 if none. */
static uint32_t row_name(const dl_naming *n, uint32_t i)
{
    uint32_t end = i;
    while (!line_ends(n, end) && end - i < TEAM_WORDS_MOST && upper(n, end) &&
           letter_at(n, end) && n->cover[end] == DL_NONE && !dl_name_common(n, end)) {
        end++;
    }
    return end > i && figures_from(n, end) > ROW_FIGURES_LEAST ? end : 0;
}

/* "Osk 3 2 1 0 6 7" */
static void read_row(dl_naming *n, uint32_t i)
{
    const uint32_t team = team_at(n, i), end = row_name(n, i);
    if (team != DL_NONE && figures_from(n, n->parts.at[team].end) >= ROW_FIGURES_LEAST) {
        make_team(n, team);
    } else if (n->cover[i] == DL_NONE && end != 0) {
        dl_part *part = dl_name_add(n, i, end, DL_PART_NAME, DL_NAME_ORG);
        if (part != NULL) {
            part->rule = "name.team";
        }
    }
}

/* "Osk 12, Mirsk 7", "OSK AT MIRSK", "Osk v Mirsk": two teams and no more. */
static void read_match(dl_naming *n, uint32_t i)
{
    const uint32_t one = team_at(n, i);
    if (one == DL_NONE) {
        return;
    }
    uint32_t at = n->parts.at[one].end;
    const bool scored = !line_ends(n, at) && figure(n, at) && word(n, at).size <= 3;
    const bool against =
        word_is(n, at, "at") || word_is(n, at, "v") || word_is(n, at, "vs");
    at += scored || against;
    at += scored && word_is(n, at, ",");
    const uint32_t two = scored || against ? team_at(n, at) : DL_NONE;
    if (two == DL_NONE) {
        return;
    }
    at = n->parts.at[two].end;
    const bool again = !line_ends(n, at) && figure(n, at) && word(n, at).size <= 3;
    if ((scored && again) || (against && line_ends(n, at))) {
        make_team(n, one);
        make_team(n, two);
    }
}

void dl_name_teams(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (line_begins(n, i) && !token(n, i)->is_space) {
            read_row(n, i);
            read_match(n, i);
        }
    }
}

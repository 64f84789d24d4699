/* name_role.c - persons by their offices: who holds one, whom it speaks for, and he and
 * she.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name_index.h"

#define AROUND 12 /* parts on both sides of an office that may be its body */

static bool can_be_spoken_for(const dl_part *body)
{
    return body->type != DL_NAME_PERSON && body->type != DL_NAME_NORP &&
           body->kind != DL_PART_LOOSE && body->kind != DL_PART_PRONOUN;
}

/* "Defence Minister": a field of office, no body. */
static bool field_of_office(const dl_part *role, const dl_part *body)
{
    return body->end == role->head && body->end - body->first == 1 && body->actor == NULL &&
           (dl_str_is(role->core, "minister") || dl_str_is(role->core, "secretary"));
}

static bool belongs(const dl_naming *n, const dl_part *role, const dl_part *body, bool *inside)
{
    const uint32_t up = token(n, body->head)->head;
    *inside = body->first >= role->first && body->end <= role->head &&
              !field_of_office(role, body);
    if (is_dep(n, body->head, "poss") && up == role->head) {
        return true;
    }
    return is_dep(n, body->head, "pobj") && token(n, up)->head == role->head && up > role->head &&
           (word_is(n, up, "of") || word_is(n, up, "for") || word_is(n, up, "at") ||
            word_is(n, up, "in"));
}

/* For "its director": the last subject that is a body, else the last body. */
static uint32_t body_before(const dl_naming *n, uint32_t role)
{
    for (unsigned subjects = 2; subjects-- > 0;) {
        for (uint32_t q = role, steps = 0; q-- > 0 && steps < NEAR_PARTS; steps++) {
            const dl_part *body = &n->parts.at[q];
            if (token(n, body->head)->sentence + NEAR_SENTENCES <
                token(n, n->parts.at[role].head)->sentence) {
                break;
            }
            const uint32_t up = token(n, body->head)->head;
            const bool subject = is_dep(n, body->head, "nsubj") && token(n, up)->head == up;
            if (body->type == DL_NAME_ORG && body->kind != DL_PART_LOOSE &&
                (subject || subjects == 0)) {
                return q;
            }
        }
    }
    return DL_NONE;
}

/* The body a role speaks for: a name or body among the words before its head, after "of"
 * or "for", or the last body named when it is "its". */
static uint32_t body_of_role(const dl_naming *n, uint32_t role)
{
    const dl_part *part = &n->parts.at[role];
    uint32_t found = DL_NONE;
    const uint32_t from = role > AROUND ? role - AROUND : 0;
    for (uint32_t q = from; q < n->parts.count && q < role + AROUND; q++) {
        const dl_part *body = &n->parts.at[q];
        bool inside;
        if (q == role || !can_be_spoken_for(body)) {
            continue;
        }
        const bool linked = belongs(n, part, body, &inside);
        if ((linked || (inside && (body->place == DL_NONE || found == DL_NONE))) &&
            (found == DL_NONE || n->parts.at[found].place != DL_NONE)) {
            found = q;
        }
    }
    if (found != DL_NONE || part->first == 0 ||
        !(word_is(n, part->first - 1, "its") || word_is(n, part->first - 1, "their"))) {
        return found;
    }
    return body_before(n, role);
}

static bool named_person(const dl_part *part)
{
    return part->type == DL_NAME_PERSON && part->kind == DL_PART_NAME;
}

static uint32_t person_behind(const dl_naming *n, uint32_t role)
{
    const dl_part *part = &n->parts.at[role];
    for (uint32_t q = role + 1; q < n->parts.count && q < role + 5; q++) {
        const dl_part *person = &n->parts.at[q];
        if (!named_person(person) || !same_sentence(n, person->head, part->head) ||
            person->first < part->head) {
            continue;
        }
        const bool touches =
            person->first == part->head + 1 ||
            (person->first == part->head + 2 && word_is(n, part->head + 1, ","));
        const bool linked = (token(n, person->head)->head == part->head &&
                             is_dep(n, person->head, "appos")) ||
                            (token(n, part->head)->head == person->head &&
                             is_dep(n, part->head, "appos"));
        return touches || linked ? q : DL_NONE;
    }
    return DL_NONE;
}

static uint32_t person_ahead(const dl_naming *n, uint32_t role)
{
    const dl_part *part = &n->parts.at[role];
    for (uint32_t q = role; q-- > 0 && q + 4 > role;) {
        const dl_part *person = &n->parts.at[q];
        if (named_person(person) && same_sentence(n, person->head, part->head) &&
            word_is(n, person->end, ",") &&
            (token(n, part->head)->head == person->head ||
             person->end + 1 + (part->first > person->end + 1) == part->first) &&
            (is_dep(n, part->head, "appos") || person->end + 2 >= part->first)) {
            return q;
        }
    }
    return DL_NONE;
}

/* The person a role stands beside: "SOHR director NN", "its director, NN", "NN, the
 * mediator". DL_NONE if none. */
static uint32_t person_beside(const dl_naming *n, uint32_t role)
{
    const uint32_t behind = person_behind(n, role);
    return behind != DL_NONE ? behind : person_ahead(n, role);
}

uint32_t dl_name_titled(const dl_naming *n, uint32_t p)
{
    const dl_part *role = &n->parts.at[p];
    if (role->noun == NULL || role->noun->kind != DL_NOUN_ROLE || role->modified ||
        role->end >= n->doc->token_count || n->cover[role->end] == DL_NONE ||
        !dl_actors_is(n->actors, DL_ACTORS_TITLE, role->key)) {
        return DL_NONE;
    }
    const uint32_t person = n->cover[role->end];
    return named_person(&n->parts.at[person]) && n->parts.at[person].first == role->end
               ? person
               : DL_NONE;
}

static void join_role(dl_naming *n, uint32_t p)
{
    dl_part *role = &n->parts.at[p];
    const uint32_t person = person_beside(n, p);
    role->body = role->noun->speaks ? body_of_role(n, p) : DL_NONE;
    if (person == DL_NONE) {
        return;
    }
    const dl_part *who = &n->parts.at[person];
    if (role->body == DL_NONE && dl_name_titled(n, p) != DL_NONE) {
        role->kind = DL_PART_LOOSE; /* "Colonel NN": a title, no second name */
        return;
    }
    dl_part *root = &n->parts.at[dl_part_root(n, person)];
    if (role->body != DL_NONE && root->body == DL_NONE) {
        root->body = role->body;
    }
    dl_part_join(n, person, p, DL_LEARNED_APPOSITION,
                 (dl_span){role->span.start < who->span.start ? role->span.start : who->span.start,
                           role->span.end > who->span.end ? role->span.end : who->span.end},
                 "name.join.apposition");
}

/* "the teacher", where one teacher has been told of. */
static void join_bare_roles(dl_naming *n)
{
    dl_name_index full;
    dl_name_index_init(&full, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->kind == DL_PART_ROLE &&
            (part->modified || n->parts.at[dl_part_root(n, p)].kind == DL_PART_NAME)) {
            dl_name_index_add(n, &full, part->core, p);
        } else if (part->kind == DL_PART_LOOSE && dl_name_titled(n, p) != DL_NONE) {
            dl_name_index_add(n, &full, part->core, dl_name_titled(n, p));
        }
    }
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        bool several;
        if (part->kind != DL_PART_ROLE || part->modified || !part->definite || part->noun->many ||
            part->body != DL_NONE || !is_tag(n, part->head, "NN")) {
            continue;
        }
        const uint32_t who = dl_name_index_only(n, &full, part->core, p, &several);
        if (who != DL_NONE && who < p && n->parts.at[who].up != n->parts.at[p].up) {
            dl_part_join(n, who, p, DL_LEARNED_APPOSITION, part->span, "name.join.role");
        }
    }
}

void dl_name_join_roles(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        if (n->parts.at[p].kind == DL_PART_ROLE) {
            join_role(n, p);
        }
    }
    join_bare_roles(n);
}

/* ---- he and she ---- */

static bool sexes_fit(const dl_naming *n, uint32_t person, const dl_part *pronoun)
{
    const char sex = n->parts.at[dl_part_root(n, person)].sex;
    return sex == '\0' || sex == pronoun->sex;
}

/* The person spoken of last whose sex does not speak against it. */
static uint32_t person_for(const dl_naming *n, uint32_t pronoun)
{
    const dl_part *part = &n->parts.at[pronoun];
    uint32_t role = DL_NONE;
    for (uint32_t q = pronoun, steps = 0; q-- > 0 && steps < NEAR_PARTS; steps++) {
        const dl_part *person = &n->parts.at[q];
        if (token(n, person->head)->sentence + NEAR_SENTENCES < token(n, part->head)->sentence) {
            break;
        }
        if (named_person(person) && sexes_fit(n, q, part)) {
            return q;
        }
        if (role == DL_NONE && person->kind == DL_PART_ROLE && sexes_fit(n, q, part) &&
            !is_tag(n, person->head, "NNS") && !is_tag(n, person->head, "NNPS")) {
            role = q;
        }
    }
    return role;
}

void dl_name_join_pronouns(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        if (n->parts.at[p].kind != DL_PART_PRONOUN) {
            continue;
        }
        const uint32_t person = person_for(n, p);
        if (person != DL_NONE) {
            dl_part_join(n, person, p, DL_LEARNED_APPOSITION, n->parts.at[p].span,
                         "name.join.pronoun");
        }
    }
}

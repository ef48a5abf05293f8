#!/usr/bin/perl
# Reads `key: value` lines and prints Flink's configuration file: the last value of a key counts, as in the official
# image, and environment variables in values are filled in. The one argument is the name of the file to write.
use strict;
use warnings;

my $is_yaml = $ARGV[0] eq 'config.yaml';
my %value;
while (my $line = <STDIN>) {
    next if $line =~ /^\s*(?:#|$)/;
    my ($key, $value);
    if ($is_yaml) {
        # The official images take all blanks out of a property since 1.19: a value that needs some fails here as there.
        $line =~ s/\s+//g;
        ($key, $value) = split /:/, $line, 2;
    }
    else {
        $line =~ s/^\s+|\s+$//g;
        ($key, $value) = split /:\s+/, $line, 2;
    }
    next unless defined $value;
    $value =~ s/\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/$ENV{$1 \/\/ $2} \/\/ ''/ge;
    $value{$key} = $value;
}
for my $key (sort keys %value) {
    my $value = $value{$key};
    if ($is_yaml) {
        # Quoted, since a bare `*` or `a: b` is no valid YAML and Flink would not start.
        $value =~ s/^(["'])(.*)\1$/$2/;
        $value =~ s/([\\"])/\\$1/g;
        $value = qq("$value");
    }
    print "$key: $value\n";
}

/**
 * Go's `fmt.Sprintf` with one string argument of ASCII letters, for `containerNameFormat`. A format that is
 * wrong gives what Go gives, such as `main%!(EXTRA string=jobmanager)`: that name has been hashed.
 */
export function goSprintf(format: string, argument: string): string {
  return new Printer(Array.from(format), argument).print()
}

interface Flags {
  sharp: boolean
  zero: boolean
  minus: boolean
  space: boolean
  width: number | undefined
  precision: number | undefined
}

const largestNumber = 1e6

/** The steps are those of Go's `(*pp).doPrintf`; one argument means that its number is 0 or 1. */
class Printer {
  private readonly format: readonly string[]
  private readonly argument: string
  private at = 0
  private argumentNumber = 0
  private reordered = false
  private isGoodNumber = true
  private out = ''

  constructor(format: readonly string[], argument: string) {
    this.format = format
    this.argument = argument
  }

  print(): string {
    while (this.at < this.format.length) {
      const character = this.format[this.at++] ?? ''
      if (character === '%') this.printVerb()
      else this.out += character
    }
    if (!this.reordered && this.argumentNumber < 1) this.out += `%!(EXTRA string=${this.argument})`
    return this.out
  }

  private printVerb(): void {
    this.isGoodNumber = true
    const flags = this.readFlags()
    let afterIndex = this.readArgumentNumber()
    if (this.peek() === '*') {
      this.at++
      this.out += '%!(BADWIDTH)'
      this.argumentNumber = 1
      afterIndex = false
    } else {
      flags.width = this.readNumber()
      if (afterIndex && flags.width !== undefined) this.isGoodNumber = false
    }
    // A point at the very end is taken for the verb.
    if (this.peek() === '.' && this.at + 1 < this.format.length) {
      this.at++
      if (afterIndex) this.isGoodNumber = false
      afterIndex = this.readArgumentNumber()
      if (this.peek() === '*') {
        this.at++
        this.out += '%!(BADPREC)'
        this.argumentNumber = 1
        afterIndex = false
      } else {
        flags.precision = this.readNumber() ?? 0
      }
    }
    if (!afterIndex) afterIndex = this.readArgumentNumber()
    const verb = this.format[this.at++]
    if (verb === undefined) this.out += '%!(NOVERB)'
    else if (verb === '%') this.out += '%'
    else if (!this.isGoodNumber) this.out += `%!${verb}(BADINDEX)`
    else if (this.argumentNumber >= 1) this.out += `%!${verb}(MISSING)`
    else {
      this.argumentNumber++
      this.out += formatVerb(verb, this.argument, flags)
    }
  }

  private peek(): string | undefined {
    return this.format[this.at]
  }

  private readFlags(): Flags {
    const flags: Flags = {
      sharp: false,
      zero: false,
      minus: false,
      space: false,
      width: undefined,
      precision: undefined,
    }
    for (; ; this.at++) {
      switch (this.peek()) {
        case '#':
          flags.sharp = true
          break
        case '0':
          flags.zero = true
          break
        case '+':
          // Says nothing about a string of ASCII letters.
          break
        case '-':
          flags.minus = true
          break
        case ' ':
          flags.space = true
          break
        default:
          return flags
      }
    }
  }

  /** `[n]`: the number of the argument to print next. */
  private readArgumentNumber(): boolean {
    if (this.peek() !== '[') return false
    this.reordered = true
    const rest = this.format.slice(this.at)
    const close = rest.indexOf(']')
    if (close < 0 || Buffer.byteLength(rest.join('')) < 3) {
      this.isGoodNumber = false
      this.at++
      return false
    }
    const text = rest.slice(1, close).join('')
    this.at += close + 1
    const isNumber = /^\d+$/.test(text)
    if (isNumber && Number(text) === 1) this.argumentNumber = 0
    else this.isGoodNumber = false
    return isNumber
  }

  /** A number that is too large swallows the rest of the format. */
  private readNumber(): number | undefined {
    let number: number | undefined
    for (let digit = this.peek(); digit !== undefined && /^\d$/.test(digit); digit = this.peek()) {
      if ((number ?? 0) > largestNumber) {
        this.at = this.format.length
        return undefined
      }
      number = (number ?? 0) * 10 + Number(digit)
      this.at++
    }
    return number
  }
}

function formatVerb(verb: string, argument: string, flags: Flags): string {
  const truncated = argument.slice(0, flags.precision)
  switch (verb) {
    case 'v':
      return pad(flags.sharp ? `"${truncated}"` : truncated, flags)
    case 's':
      return pad(truncated, flags)
    case 'q':
      return pad(flags.sharp ? `\`${truncated}\`` : `"${truncated}"`, flags)
    case 'x':
    case 'X':
      return pad(hex(argument, verb, flags), flags)
    case 'T':
      return pad('string'.slice(0, flags.precision), flags)
    case 'w':
      // Refused like any unknown verb, but only after Go has taken `#` to mean Go syntax.
      return `%!w(string=${formatVerb('v', argument, flags)})`
    default:
      return `%!${verb}(string=${pad(truncated, flags)})`
  }
}

function hex(argument: string, verb: 'x' | 'X', { precision, space, sharp }: Flags): string {
  const bytes = Array.from(argument.slice(0, precision), (character) => {
    // Two of them: the argument is of ASCII letters.
    const digits = character.charCodeAt(0).toString(16)
    return verb === 'X' ? digits.toUpperCase() : digits
  })
  if (bytes.length === 0) return ''
  const prefix = sharp ? `0${verb}` : ''
  return space ? bytes.map((byte) => prefix + byte).join(' ') : prefix + bytes.join('')
}

function pad(text: string, { width = 0, minus, zero }: Flags): string {
  // Zeros are only ever put on the left.
  if (minus) return text.padEnd(width)
  return text.padStart(width, zero ? '0' : ' ')
}

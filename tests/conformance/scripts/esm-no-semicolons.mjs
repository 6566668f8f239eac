import { inspect } from 'util'
import path from "path"
let complete = false
const lines = []
inspect(1)
function realDone(error) {
  complete = true
  inspect(error)
  let result = complete
  inspect`a`
  switch (result) {
    case true:
      result = 1
      inspect(result)
  }
  if (result)
    inspect(result)
  else
    inspect(2)
  return result
}
const value = realDone()
await value
lines.push(value)
await null
class A {
  static {
    this.x = 1
    inspect(this.x)
  }
}
const b = path
inspect(b)
console.log(lines, complete, A.x)

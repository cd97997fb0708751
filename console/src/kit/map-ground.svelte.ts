/** What every map of a page has beneath its signs, as the person chose it (`preferences`). */

class MapGround {
  /** Aerial photographs, where the installation has some. */
  imagery = $state(false)
}

export const mapGround = new MapGround()
